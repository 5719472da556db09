"""Aturan main: what a group agreed under the five headings of Panca Sutra, read from JSON. Dated: a change is a new
agreement.

Source: slides of June 2014, "Lima Aturan Dasar KSM (Panca Sutra)": pertemuan rutin, tabungan, pencatatan, pinjaman,
angsuran. What stands under a heading is the group's own; amounts are never prescribed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from swadaya.core import money
from swadaya.core.problem import Problem, Where

from .regular_savings import RHYTHMS, Rhythm

HEADINGS = {
    "pertemuan": "Pertemuan rutin",
    "simpanan": "Tabungan",
    "pembukuan": "Pencatatan",
    "pinjaman": "Pinjaman",
    "angsuran": "Angsuran",
}
MEETING_RHYTHMS = ("mingguan", "dua-mingguan", "bulanan")
SAVING_KINDS = ("pokok", "wajib", "sukarela")
COVER_ORDER = ("simpanan-sendiri", "dana-tanggung-renteng", "iuran-anggota")
"""Who bears the missing instalment of a member, first to last; the order is the group's own."""

EXAMPLE: Mapping[str, Any] = {
    "pertemuan": {"irama": "mingguan", "hari": "Kamis", "tempat": "bergilir"},
    "simpanan": [
        {"jenis": "wajib", "jumlah": 10000, "irama": "pertemuan"},
        {"jenis": "sukarela"},
    ],
    "pembukuan": {"penulis": "sekretaris", "aturan": "ditutup dan dibacakan pada hari pertemuan"},
    "pinjaman": {"aturan": "mulai sesudah tiga bulan menabung", "prioritas": ["belum pernah", "lebih miskin"]},
    "angsuran": {"aturan": "tiap bulan pada pertemuan", "irama": "bulanan"},
    "denda": [{"sebab": "terlambat", "jumlah": 1000}, {"sebab": "alpa", "jumlah": 2000}],
    "tanggung_renteng": ["simpanan-sendiri", "dana-tanggung-renteng", "iuran-anggota"],
}


@dataclass(frozen=True, slots=True)
class Saving:
    """A kind of saving; ``amount`` is the usual one (0: free), ``rhythm`` when the compulsory one falls due."""

    kind: Literal["pokok", "wajib", "sukarela"]
    amount: int
    rhythm: Rhythm | Literal["sekali"] = "pertemuan"


@dataclass(frozen=True, slots=True)
class Fine:
    reason: str
    amount: int


@dataclass(frozen=True, slots=True)
class AturanMain:
    """The agreed rules. ``headings``: those of the five that are filled."""

    rhythm: str
    day: str
    place: str
    savings: tuple[Saving, ...]
    fines: tuple[Fine, ...]
    cover_order: tuple[str, ...]
    headings: frozenset[str]

    @property
    def compulsory(self) -> Saving | None:
        return next((saving for saving in self.savings if saving.kind == "wajib"), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Headings without an agreement, in their order."""
        return tuple(heading for heading in HEADINGS if heading not in self.headings)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(saving.kind for saving in self.savings)

    def paid_once(self, saved: Iterable[Mapping[str, int]]) -> frozenset[str]:
        """Kinds paid once that every member has paid. ``saved``: what each holds, by kind."""
        everybody = list(saved)
        once = (saving for saving in self.savings if saving.rhythm == "sekali")
        return frozenset(
            one.kind for one in once if everybody and all(held.get(one.kind, 0) >= one.amount > 0 for held in everybody)
        )


NONE = AturanMain("", "", "", (), (), (), frozenset())
"""A group that agreed nothing yet."""


def read(said: Mapping[str, Any]) -> tuple[AturanMain, list[Problem]]:
    """Read what was agreed. Problems ``aturan.bentuk``, ``aturan.irama``, ``aturan.jenis``, ``aturan.urutan``,
    ``uang.*``.

    >>> rules, problems = read(EXAMPLE)
    >>> rules.compulsory, rules.missing, problems
    (Saving(kind='wajib', amount=10000, rhythm='pertemuan'), (), [])
    """
    reader = _Reader(said)
    meeting = reader.table("pertemuan")
    rhythm = reader.choice(meeting, "irama", "pertemuan", MEETING_RHYTHMS)
    savings = tuple(reader.saving(row, number) for number, row in enumerate(reader.rows("simpanan")))
    kinds = [saving.kind for saving in savings]
    if len(set(kinds)) < len(kinds):
        reader.fault("jenis", "simpanan", ", ".join(kinds), "tiap jenis satu kali")
    fines = tuple(
        Fine(str(row.get("sebab", "")).strip(), reader.amount(row, f"denda[{number}]"))
        for number, row in enumerate(reader.rows("denda"))
    )
    order = said.get("tanggung_renteng") or []
    if not isinstance(order, list) or not set(map(str, order)) <= set(COVER_ORDER) or len(order) != len(set(order)):
        reader.fault("urutan", "tanggung_renteng", str(order), " / ".join(COVER_ORDER))
        order = []
    filled = {heading for heading in HEADINGS if reader.filled(heading)}
    day, place = str(meeting.get("hari", "")).strip(), str(meeting.get("tempat", "")).strip()
    return AturanMain(rhythm, day, place, savings, fines, tuple(order), frozenset(filled)), reader.problems


class _Reader:
    def __init__(self, said: Mapping[str, Any]) -> None:
        self._said = said
        self.problems: list[Problem] = []

    def fault(self, code: str, key: str, got: str = "", expected: str = "") -> None:
        self.problems.append(Problem(f"aturan.{code}", Where(key=key), got[:80], expected))

    def filled(self, heading: str) -> bool:
        """Something is agreed: an own word, not only an empty frame."""
        value = self._said.get(heading)
        if isinstance(value, dict):
            return any(str(part).strip() for part in value.values() if part is not None and part != [])
        return bool(value)

    def table(self, name: str) -> dict[str, Any]:
        value = self._said.get(name) or {}
        if not isinstance(value, dict):
            self.fault("bentuk", name, str(value), f"tabel {name}")
            return {}
        return value

    def rows(self, name: str) -> list[dict[str, Any]]:
        value = self._said.get(name) or []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.fault("bentuk", name, str(value), f"daftar {name}")
            return []
        return value

    def choice(self, table: Mapping[str, Any], name: str, key: str, among: tuple[str, ...]) -> str:
        value = table.get(name)
        if value is not None and value not in among:
            self.fault("irama", f"{key}.{name}", str(value), " / ".join(among))
            return ""
        return str(value or "")

    def amount(self, row: Mapping[str, Any], key: str) -> int:
        value, problem = money.read(row.get("jumlah"), use=money.AGREED, where=Where(key=f"{key}.jumlah"))
        if problem is not None:
            self.problems.append(problem)
        return value or 0

    def saving(self, row: Mapping[str, Any], number: int) -> Saving:
        key = f"simpanan[{number}]"
        kind = row.get("jenis")
        if kind not in SAVING_KINDS:
            self.fault("jenis", f"{key}.jenis", str(kind), " / ".join(SAVING_KINDS))
            kind = "sukarela"
        rhythm = self.choice(row, "irama", key, (*RHYTHMS, "sekali")) or "pertemuan"
        return Saving(kind, self.amount(row, key), rhythm)  # type: ignore[arg-type]
