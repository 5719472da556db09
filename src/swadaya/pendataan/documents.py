"""The papers of a publication, made from what is stored: the annex of the decree, and the minutes of each level."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from django.db import connection

from swadaya.core import codes
from swadaya.core.rows import ask
from swadaya.files.attachments import Paper
from swadaya.methodology import Method
from swadaya.pdf.components import Signatory
from swadaya.pdf.decree import AnnexPart, AnnexRow, LampiranKeputusan
from swadaya.pdf.minutes import BeritaAcara
from swadaya.pdf.rendering import pdf_of
from swadaya.wilayah.rules.naming import label

from . import minutes
from .access import region_label
from .models import Publication

MOST_ROWS = 10_000
"""An annex with more villages is one document a province (design decision: the time a page takes to lay out)."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document ready to be kept."""

    kind: Literal["lampiran", "berita-acara"]
    level: str
    region: str
    paper: Paper


def decided(publication: Publication) -> list[minutes.Decided]:
    """The villages of the cycle in the published run that are decided, by code."""
    region = publication.cycle.region
    found = ask(
        connection,
        """SELECT r.desa, coalesce(g.name, '') AS name, r.points, r.k, r.level, EXISTS (
            SELECT 1 FROM pendataan_step s WHERE s.form_id = f.id AND s.event_id = %s) AS own
        FROM indeks_shown_result r
        JOIN pendataan_form f ON f.cycle_id = %s AND f.desa = r.desa AND f.state = 'ditetapkan'
        LEFT JOIN wilayah_place g ON g.code = r.desa
        WHERE r.run_id = %s AND r.desa >= %s AND r.desa < %s ORDER BY r.desa""",
        [publication.event_id, publication.cycle_id, publication.run_id, region, f"{region}:"],
    )
    return [
        minutes.Decided(row.desa, row.name, tuple(row.points) if row.points else None, row.k, row.level, row.own)
        for row in found
    ]


def documents(publication: Publication, method: Method) -> Iterator[Made]:
    """Every document: the annex (of an amendment: of what it decides anew), then the minutes from below upwards."""
    villages = decided(publication)
    fresh = [village for village in villages if village.own]
    names = _names({code for village in villages for code in codes.ancestors(village.desa)})
    yield from _annexes(publication, method, fresh, names)
    acts = minutes.acts_of(publication)
    for level, width in minutes.WIDTHS.items():
        told: dict[str, list[minutes.Act]] = {}
        for act in acts:
            told.setdefault(act.desa[:width], []).append(act)
        for region, members in groupby(fresh, key=lambda item: item.desa[:width]):
            made = minutes.minutes(publication, method, level, region, list(members), names, told.get(region, []))
            yield _made("berita-acara", level, region, made, f"berita-acara-{level}-{region}")
    recap = minutes.recap(publication, method, villages, names, acts)
    yield _made(
        "berita-acara",
        "rekap",
        publication.cycle.region,
        recap,
        f"berita-acara-rekap-{publication.cycle.region or 'nasional'}",
    )


def _annexes(
    publication: Publication, method: Method, villages: Sequence[minutes.Decided], names: dict[str, str]
) -> Iterator[Made]:
    region = publication.cycle.region
    if len(villages) <= MOST_ROWS or len(region) >= 2:
        yield _made("lampiran", "rekap", region, _annex(publication, method, villages, names, region), "lampiran")
        return
    for province, members in groupby(villages, key=lambda item: item.desa[:2]):
        paper = _annex(publication, method, list(members), names, province)
        yield _made("lampiran", "provinsi", province, paper, f"lampiran-{province}")


def _annex(
    publication: Publication, method: Method, villages: Sequence[minutes.Decided], names: dict[str, str], region: str
) -> LampiranKeputusan:
    parts = tuple(
        AnnexPart(
            code=kabkota,
            name=names.get(kabkota, kabkota),
            provinsi=names.get(kabkota[:2], kabkota[:2]),
            rows=tuple(_annex_row(method, village, names) for village in members),
            mean=minutes.mean(method, members),
        )
        for kabkota, members in minutes.grouped_by(villages, 4)
    )
    amendment = ""
    if publication.amends is not None:
        before = publication.amends
        amendment = f"Perubahan ke-{publication.amendment} atas {before.number}"
    return LampiranKeputusan(
        title=publication.title,
        number=publication.number,
        decided_on=publication.decided_on,
        subject=f"Status kemajuan dan kemandirian desa tahun {publication.cycle.year} menurut {method.title}",
        heads=method.component_codes,
        index_head=method.short,
        statuses=tuple(status.label for status in reversed(method.classes)),
        parts=parts,
        signatories=tuple(
            Signatory(signer["position"], signer["name"], signer["number"]) for signer in publication.signers
        ),
        amendment=amendment,
        coverage=region_label(region) if region else "",
        place=publication.place,
        mean=minutes.mean(method, villages),
        example=publication.run.example,
    )


def _annex_row(method: Method, village: minutes.Decided, names: dict[str, str]) -> AnnexRow:
    shares = zip(village.points or (), method.maxima, strict=False)
    return AnnexRow(
        village.desa,
        village.name,
        names.get(village.desa[:6], village.desa[:6]),
        tuple(minutes.figure(method, Fraction(points, top)) for points, top in shares) or ("",) * len(method.maxima),
        "" if village.k is None else minutes.figure(method, method.index(village.k)),
        minutes.status(method, village.level),
    )


def _names(regions: set[str]) -> dict[str, str]:
    query = "SELECT code, kind, name FROM wilayah_place WHERE code = ANY(%s)"
    return {row.code: label(row.kind, row.name, row.code) for row in ask(connection, query, [sorted(regions)])}


def _made(
    kind: Literal["lampiran", "berita-acara"],
    level: str,
    region: str,
    document: LampiranKeputusan | BeritaAcara,
    name: str,
) -> Made:
    content = pdf_of(document)
    return Made(
        kind, level, region, Paper(content, "application/pdf", hashlib.sha256(content).hexdigest(), f"{name}.pdf")
    )
