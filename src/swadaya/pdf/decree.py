"""The annex of a decree: every village with its components, index and status, kabupaten by kabupaten.

Figures come as text, written in the unit of their method (``0,7120``); counts are whole numbers, counted here from the
rows, so that a subtotal cannot say anything else than its table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped

from .components import Check, Signatory, day_data, framed, listed

NO_STATUS = "Tanpa status"
MOST_TAGGED = 1_000
"""Rows up to which the file carries tags for readers; beyond, they would make it twenty times as large."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One village. ``components``: one text for each head of the annex; empty texts where there is no index."""

    code: str
    name: str
    kecamatan: str
    components: tuple[str, ...]
    index: str
    status: str

    def cells(self) -> list[str]:
        return [dotted(self.code), self.name, self.kecamatan, *self.components, self.index, self.status or NO_STATUS]


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """The villages of one kabupaten or kota in the order they are printed. ``mean``: of its index, as text."""

    code: str
    name: str
    provinsi: str
    rows: tuple[AnnexRow, ...]
    mean: str = ""


@dataclass(frozen=True, slots=True)
class LampiranKeputusan:
    """The annex.

    Args:
        title: of the decree, "Keputusan ... tentang ...".
        number: of the decree as it is written, with its year.
        decided_on: the day it was signed.
        amendment: empty for the first decree; else which one it changes, in words.
        subject: what the table is, "Status kemajuan dan kemandirian desa tahun 2024".
        heads: heads of the component columns, ``("IKS", "IKE", "IKL")``; ``index_head``: of the index column, "IDM".
        statuses: labels of the statuses, highest first; subtotals name them in this order.
        coverage: what the annex covers, "Provinsi Jawa Tengah"; empty for the nation.
        signatories: usually two.
        example: made from example data: every page says so.
    """

    title: str
    number: str
    decided_on: date
    subject: str
    heads: tuple[str, ...]
    index_head: str
    statuses: tuple[str, ...]
    parts: tuple[AnnexPart, ...]
    signatories: tuple[Signatory, ...]
    amendment: str = ""
    coverage: str = ""
    place: str = ""
    mean: str = ""
    check: Check | None = None
    example: bool = False
    notes: tuple[str, ...] = ()

    template = "lampiran-keputusan"

    @property
    def rows(self) -> list[AnnexRow]:
        return [row for part in self.parts for row in part.rows]

    def by_provinsi(self, means: Mapping[str, str] | None = None) -> tuple[LampiranKeputusan, ...]:
        """One annex for each provinsi, in the order of the parts: the nation is too much for one file.

        Args:
            means: the mean index of each provinsi by its code, as text.
        """
        return tuple(
            replace(self, parts=parts, coverage=f"Provinsi {parts[0].provinsi}", mean=(means or {}).get(code, ""))
            for code, parts in ((code, tuple(held)) for code, held in groupby(self.parts, lambda part: part.code[:2]))
        )

    def as_data(self) -> Mapping[str, Any]:
        rows = self.rows
        return framed(
            self.decided_on,
            self.check,
            example=self.example,
            tagged=len(rows) <= MOST_TAGGED,
            title=self.title,
            number=self.number,
            decided_on=day_data(self.decided_on),
            subject=self.subject,
            heads=list(self.heads),
            index_head=self.index_head,
            parts=[self._part(part) for part in self.parts],
            total=self._counts(rows),
            mean=self.mean,
            signatories=listed(self.signatories),
            amendment=self.amendment,
            coverage=self.coverage,
            place=self.place,
            notes=list(self.notes),
        )

    def _part(self, part: AnnexPart) -> dict[str, Any]:
        return {
            "code": dotted(part.code),
            "name": part.name,
            "provinsi": part.provinsi,
            "mean": part.mean,
            "total": self._counts(part.rows),
            "rows": [row.cells() for row in part.rows],
        }

    def _counts(self, rows: Iterable[AnnexRow]) -> dict[str, Any]:
        found = Counter(row.status or NO_STATUS for row in rows)
        unknown = sorted(found.keys() - {*self.statuses, NO_STATUS})
        if unknown:
            raise ValueError(f"statuses not declared: {unknown}")
        labels: Sequence[str] = (*self.statuses, NO_STATUS) if found[NO_STATUS] else self.statuses
        return {
            "desa": grouped(found.total()),
            "statuses": [{"label": label, "count": grouped(found[label])} for label in labels],
        }
