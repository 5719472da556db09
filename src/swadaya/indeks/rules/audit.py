"""Recompute what a publication claims and say, village by village, what does not follow.

A publication is never "corrected": each difference is named and classified, and the published figure stays.

Source: the defects found in the official files of 2024 (wrong label, off-grid components, rows carried over from 2023,
an index averaged from rounded components, a printed row that is not the one counted).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from swadaya.core.figures import decimals
from swadaya.methodology import Method, compute
from swadaya.methodology.composite import from_points
from swadaya.methodology.grid import agrees, points_behind, printed_alike

from ..formats.cells import ABSENT
from ..formats.sheet import Published, Sheet

Kind = Literal["label", "di-luar-kisi", "rata-rata-bulat", "indeks", "poin", "tanpa-nilai", "terbawa"]
KINDS: dict[Kind, str] = {
    "label": "status yang disebut tidak mengikuti nilai indeksnya",
    "di-luar-kisi": "nilai komponen tidak mungkin berasal dari skor bulat",
    "rata-rata-bulat": "indeks adalah rata-rata komponen yang sudah dibulatkan",
    "indeks": "indeks tidak sama dengan yang dihitung dari komponennya",
    "poin": "skor yang tercetak tidak menghasilkan komponen yang tercetak",
    "tanpa-nilai": "desa tanpa nilai indeks",
    "terbawa": "nilai terbawa dari tahun sebelumnya",
}
_CARRIED = re.compile(r"(?:update|data|nilai)\s*(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    code: int
    year: int
    row: int
    said: str
    computed: str
    points: int | None = None  # by how many points a component differs
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """``agree``: rows whose index and label follow exactly from their components; ``suspects``: by indicator, how many
    of the ``poin`` findings it alone could explain; ``twins``: pairs of indicators that print the same in every row.
    """

    rows: int
    findings: tuple[Finding, ...]
    agree: int
    remarks: dict[str, int] = field(default_factory=dict)
    suspects: dict[str, int] = field(default_factory=dict)
    twins: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> dict[Kind, int]:
        found = Counter(finding.kind for finding in self.findings)
        return {kind: found[kind] for kind in KINDS}


def audit(sheet: Sheet) -> Audit:
    """Audit a sheet that holds published figures. Raises ValueError when it holds none."""
    said = sheet.published
    if said is None:
        raise ValueError("nothing published to audit")
    method = sheet.method
    points = points_behind(method, said.components, said.places)
    exact = from_points(method, points)
    missing = said.index == ABSENT
    on_grid = exact.k >= 0
    off_grid = ~on_grid & ~missing
    same_index = agrees(said.index, exact.k.astype(np.int64), method.denominator, said.places)
    averaged = on_grid & ~missing & ~same_index & _is_mean_of_printed(said)
    other_index = on_grid & ~missing & ~same_index & ~averaged
    true_level = np.where(on_grid & same_index, exact.level, _levels_of_printed(method, said))
    mislabelled = ~missing & (true_level > 0) & (said.level != true_level)
    carried_from = _carried_from(sheet)
    build = _Builder(sheet, said)
    findings = [
        *build.each("tanpa-nilai", missing),
        *build.labels(mislabelled, true_level),
        *build.each("di-luar-kisi", off_grid, explain=build.off_grid_text(points)),
        *build.indices("rata-rata-bulat", averaged, exact.k),
        *build.indices("indeks", other_index, exact.k),
        *build.carried(carried_from),
    ]
    suspects: Counter[str] = Counter()
    twins: tuple[tuple[str, str], ...] = ()
    if sheet.scores is not None:
        findings += _point_findings(sheet, points, suspects)
        twins = _twins(sheet)
    remarks = Counter(remark for remark in sheet.remarks.to_list() if remark)
    agree = int((on_grid & ~missing & same_index & ~mislabelled).sum())
    findings.sort(key=lambda finding: (finding.row, list(KINDS).index(finding.kind)))
    return Audit(len(sheet), tuple(findings), agree, dict(remarks.most_common()), dict(suspects.most_common()), twins)


def _is_mean_of_printed(said: Published) -> NDArray[np.bool_]:
    """Whether the index is the mean of the components as they were printed, at the decimals the index has."""
    count = said.components.shape[1]
    total = np.where(said.components == ABSENT, 0, said.components).sum(axis=1)

    def rounded(digits: int) -> NDArray[np.int64]:
        share = count * 10 ** (said.places - digits)
        mean: NDArray[np.int64] = (2 * total + share) // (2 * share)
        return mean

    return printed_alike(said.index, said.places, rounded)


def _levels_of_printed(method: Method, said: Published) -> NDArray[np.int8]:
    """The class of a printed decimal, compared with the borders as it stands."""
    top = 10**said.places
    level = np.zeros(len(said.index), dtype=np.int8)
    for status in method.classes:
        border = status.range.lower * top
        lowest = -(-border.numerator // border.denominator)
        if border == lowest and not status.range.lower_closed:
            lowest += 1
        level += said.index >= lowest
    return level


def _carried_from(sheet: Sheet) -> NDArray[np.int16]:
    """The year a remark names as the value's own, where it lies before the data year; else 0."""
    years = np.zeros(len(sheet), dtype=np.int16)
    for remark in sheet.remarks.unique().drop_nulls():
        match = _CARRIED.search(remark)
        if match:
            held = (sheet.remarks == remark).fill_null(False).to_numpy()
            years[held & (sheet.years > int(match[1]))] = int(match[1])
    return years


class _Builder:
    """Turns marked rows into findings with words."""

    def __init__(self, sheet: Sheet, said: Published) -> None:
        self.sheet = sheet
        self.said = said

    def _finding(
        self,
        kind: Kind,
        place: np.integer[Any],
        said: str,
        computed: str,
        explanation: str,
        points: int | None = None,
    ) -> Finding:
        sheet = self.sheet
        return Finding(
            kind,
            int(sheet.codes[place]),
            int(sheet.years[place]),
            int(sheet.rows[place]),
            said,
            computed,
            points,
            explanation,
        )

    def _number(self, value: int) -> str:
        return "" if value == ABSENT else decimals(Fraction(int(value), 10**self.said.places), min(self.said.places, 6))

    def _class(self, level: int) -> str:
        return self.sheet.method.classes[level - 1].label if level else "tanpa status"

    def each(self, kind: Kind, marked: NDArray[np.bool_], explain: list[str] | None = None) -> Iterator[Finding]:
        for place in np.flatnonzero(marked):
            text = explain[place] if explain else KINDS[kind]
            yield self._finding(kind, place, self._number(int(self.said.index[place])), "", text)

    def labels(self, marked: NDArray[np.bool_], level: NDArray[np.int8]) -> Iterator[Finding]:
        for place in np.flatnonzero(marked):
            index = self._number(int(self.said.index[place]))
            right = self._class(int(level[place]))
            yield self._finding(
                "label",
                place,
                self._class(int(self.said.level[place])),
                right,
                f"indeks {index} berada di kelas {right}",
            )

    def indices(self, kind: Kind, marked: NDArray[np.bool_], k: NDArray[np.int32]) -> Iterator[Finding]:
        method = self.sheet.method
        for place in np.flatnonzero(marked):
            computed = decimals(method.index(int(k[place])), min(self.said.places, 6))
            text = f"{KINDS[kind]}; nilai tepat {k[place]}/{method.denominator}"
            yield self._finding(kind, place, self._number(int(self.said.index[place])), computed, text)

    def off_grid_text(self, points: NDArray[np.int32]) -> list[str]:
        method = self.sheet.method
        texts = [""] * len(self.sheet)
        for place in np.flatnonzero((points < 0).any(axis=1)):
            said = self.said.components[place]
            texts[place] = "; ".join(
                f"{code} kosong" if value == ABSENT else f"{code} {self._number(int(value))} bukan kelipatan 1/{top}"
                for code, value, top, held in zip(
                    method.component_codes, said, method.maxima, points[place], strict=True
                )
                if held < 0
            )
        return texts

    def carried(self, years: NDArray[np.int16]) -> Iterator[Finding]:
        for place in np.flatnonzero(years):
            remark = self.sheet.remarks[int(place)]
            yield self._finding(
                "terbawa",
                place,
                self._number(int(self.said.index[place])),
                "",
                f'keterangan "{remark}": nilai tahun {years[place]}',
            )


def _point_findings(sheet: Sheet, points: NDArray[np.int32], suspects: Counter[str]) -> list[Finding]:
    """Where the sum of the printed scores is not the points behind the printed component."""
    assert sheet.scores is not None
    method = sheet.method
    summed = compute(method, sheet.scores).points
    findings = []
    for place, number in np.argwhere((points >= 0) & (summed >= 0) & (points != summed)):
        gap = int(points[place, number] - summed[place, number])
        part = method.slices[number]
        could = [
            f"{indicator.code} ({score}→{score + gap})"
            for indicator, score in zip(method.indicators[part], sheet.scores[place, part].tolist(), strict=True)
            if score + gap in indicator.scores
        ]
        suspects.update(text.split(" ")[0] for text in could)
        component = method.component_codes[number]
        findings.append(
            Finding(
                "poin",
                int(sheet.codes[place]),
                int(sheet.years[place]),
                int(sheet.rows[place]),
                f"{component} {points[place, number]} poin",
                f"{summed[place, number]} poin",
                gap,
                f"selisih {gap:+d} poin; satu baris yang dapat menjelaskan: {', '.join(could) or 'tidak ada'}",
            )
        )
    return findings


def _twins(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Pairs of indicators with the same scores that agree in every row: one may have been printed for the other."""
    assert sheet.scores is not None
    if len(sheet) < 30:
        return ()
    found = []
    indicators = sheet.method.indicators
    for left in range(len(indicators)):
        for right in range(left + 1, len(indicators)):
            if indicators[left].scores != indicators[right].scores:
                continue
            column = sheet.scores[:, left]
            if (column == sheet.scores[:, right]).all() and column.min() != column.max():
                found.append((indicators[left].code, indicators[right].code))
    return tuple(found)
