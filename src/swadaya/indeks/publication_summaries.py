"""Write what is worked out of published runs: the profile of each, and the moves between every two years on show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from swadaya.core.rows import ask
from swadaya.methodology import Method
from swadaya.methodology import method as load_method
from swadaya.methodology.regions import Grouping, group_by
from swadaya.wilayah.rules import groupings

from . import bulk_copy
from .formats.cells import ABSENT, Longs
from .models import Digest, Run
from .rules import focus, transitions, typology
from .rules.aggregate import group_labels
from .rules.transitions import Transition, Year

_OWN = (("nasional", 10), ("provinsi", 8), ("kabkota", 6), ("kecamatan", 4))
"""Groupings that follow from the codes, with the digits that are cut off."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Villages of a run that have an index: codes, points (n, c) and scores (n, m), -1 where scores are not known."""

    codes: Longs
    points: NDArray[np.int32]
    scores: NDArray[np.int8]


def write_missing(run: Run) -> int:
    """Write the digests that a published run lacks beside the other years on show; how many were written.

    The caller holds the lock of publications (``services``), so that no other run comes on show meanwhile.
    """
    before, after = _neighbours(run)
    method = load_method(run.method)
    written = 0
    if not Digest.objects.filter(run=run, base=None).exists():
        digest = Digest.objects.create(run=run)
        bulk_copy.copy_in("indeks_profile", profile_frame(digest.pk, method, read_scored(method, run.pk)))
        written += 1
    year_of = cache(read_year)
    for number, (base, later) in enumerate([*((one, run) for one in before), *((run, one) for one in after)]):
        if Digest.objects.filter(base=base, run=later).exists():
            continue
        whole = number in (0, len(before))  # the nearest year on either side
        digest = Digest.objects.create(base=base, run=later, whole=whole)
        _write_pair(digest, method, transitions.between(year_of(base.pk), year_of(later.pk)))
        written += 1
    return written


def _neighbours(run: Run) -> tuple[list[Run], list[Run]]:
    """The runs on show of the same method in earlier and in later years, the nearest first."""
    found = (
        Run.objects.filter(status=Run.Status.PUBLISHED, method=run.method)
        .exclude(year=run.year)
        .order_by("year", "-published_at", "-id")
        .distinct("year")
    )
    before = [one for one in found if one.year < run.year]
    return before[::-1], [one for one in found if one.year > run.year]


def _write_pair(digest: Digest, method: Method, found: Transition) -> None:
    for frame in moves_frames(digest.pk, method, found):
        bulk_copy.copy_in("indeks_moves", frame)
    bulk_copy.copy_in("indeks_progress", progress_frame(digest.pk, method, found, whole=digest.whole))


def read_year(run_id: int) -> Year:
    """The stored results of a run."""
    query = "SELECT desa, coalesce(k, -1) AS k, level FROM indeks_result WHERE run_id = %s ORDER BY desa"
    rows = ask(connection, query, [run_id])
    return Year(
        np.array([int(row.desa) for row in rows], dtype=np.int64),
        np.array([row.k for row in rows], dtype=np.int32),
        np.array([row.level for row in rows], dtype=np.int8),
    )


def read_scored(method: Method, run_id: int) -> Scored:
    """The stored points and scores of a run's villages with an index."""
    with bulk_copy.hashed_joins():
        rows = ask(
            connection,
            """SELECT r.desa, r.points, s.scores FROM indeks_result r JOIN indeks_scoresheet s ON s.id = r.sheet_id
            WHERE r.run_id = %s AND r.k IS NOT NULL ORDER BY r.desa""",
            [run_id],
        )
    width = len(method.indicators)
    stacked = b"".join(bytes(row.scores) if row.scores is not None else b"\xff" * width for row in rows)
    return Scored(
        np.array([int(row.desa) for row in rows], dtype=np.int64),
        np.array([row.points for row in rows], dtype=np.int32).reshape(len(rows), len(method.components)),
        np.frombuffer(stacked, dtype=np.int8).reshape(len(rows), width),
    )


def profile_frame(digest_id: int, method: Method, found: Scored) -> pl.DataFrame:
    """Types and losses of the nation and every region, as rows of ``indeks_profile``."""
    types = typology.patterns(method, found.points)
    known = np.flatnonzero((found.scores >= 0).all(axis=1))
    return pl.concat(
        [_profiles(digest_id, method, found, types, known, scheme, cut) for scheme, cut in _OWN], how="vertical"
    )


def _profiles(
    digest_id: int, method: Method, found: Scored, types: Longs, known: NDArray[np.intp], scheme: str, cut: int
) -> pl.DataFrame:
    grouping = group_by(found.codes // 10**cut)
    counts = typology.pattern_counts(types, grouping, len(method.components))
    inside = group_by(found.codes[known] // 10**cut)
    below, lost = focus.losses(method, found.scores[known], inside)
    place = np.searchsorted(grouping.keys, inside.keys)
    scored = np.bincount(grouping.index[known], minlength=grouping.size)
    missing = np.full((grouping.size, len(method.indicators)), ABSENT, dtype=np.int64)
    wide_below, wide_lost = missing, missing.copy()
    wide_below[place], wide_lost[place] = below, lost
    return bulk_copy.profile_frame(digest_id, scheme, _keys(grouping.keys, cut), counts, scored, wide_below, wide_lost)


def _keys(keys: Longs, cut: int) -> list[str]:
    width = 10 - cut
    return [f"{key:0{width}d}" if width else "" for key in keys.tolist()]


def moves_frames(digest_id: int, method: Method, found: Transition) -> Iterator[pl.DataFrame]:
    """Moves in every stored grouping, as rows of ``indeks_moves``."""
    for scheme, cut in _OWN:
        part = transitions.flows(found, group_by(found.codes // 10**cut), len(method.classes))
        yield bulk_copy.moves_frame(digest_id, scheme, part, _keys(part.keys, cut))
    labelled = [(f"pulau:{one.code}", "pulau", one.code) for one in groupings.schemes()]
    labelled += [(f"tanda:{tag.code}", tag.code, None) for tag in groupings.tags()]  # type: ignore[misc]
    for scheme, by, grouping in labelled:
        labels, names = group_labels(found.codes, by, grouping)
        inside = np.flatnonzero(labels >= 0)
        group: Grouping = group_by(labels[inside])
        kept = Transition(found.codes[inside], found.before[inside], found.after[inside], found.delta[inside])
        part = transitions.flows(kept, group, len(method.classes))
        yield bulk_copy.moves_frame(digest_id, scheme, part, [names[key][0] for key in part.keys.tolist()])


def progress_frame(digest_id: int, method: Method, found: Transition, *, whole: bool) -> pl.DataFrame:
    """Steps of the villages with an index in both years, as rows of ``indeks_progress``.

    Args:
        whole: every such village with its ranks; else only those that leapt, without.
    """
    rows = np.flatnonzero(found.both if whole else found.leapt)
    codes, delta = found.codes[rows], found.delta[rows]
    ranks = transitions.progress_ranks(codes, delta, method.denominator) if whole else None
    return bulk_copy.progress_frame(digest_id, codes, found.before[rows], found.after[rows], delta, ranks)
