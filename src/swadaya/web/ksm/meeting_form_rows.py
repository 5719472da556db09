"""The sheet of a meeting as the page draws it: rows with their values and faults, and the cash sheet beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from swadaya.core import money
from swadaya.core.figures import grouped
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.ksm.rules.profile import OFFICES
from swadaya.ksm.values import MeetingSheet, SheetMember

from . import meeting_form
from .meeting_form import Spoken, Typed, amount

MARKS = (("H", "Hadir"), ("I", "Izin"), ("S", "Sakit"), ("A", "Alpa"))
KINDS = {"pokok": "Pokok", "wajib": "Wajib", "sukarela": "Sukarela"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field. ``error``: the sentence beside it."""

    name: str
    value: str
    label: str
    kind: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RollRow:
    member: SheetMember
    office: str
    mark: str
    error: str


@dataclass(frozen=True, slots=True)
class AgendaRow:
    name: str
    title: str
    done: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one member, note or line, each a list of cells; ``key``: whose or which."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The cash sheet: what came in and went out by the fields, and what was counted (None: not yet)."""

    lines: tuple[tuple[str, str, int], ...]  # code, label, amount with its sign
    opening: int
    counted: int | None
    unread: bool = False  # a field holds what is no amount: nothing is said to agree

    @property
    def expected(self) -> int:
        return self.opening + sum(amount for _, _, amount in self.lines)

    @property
    def gap(self) -> int:
        return 0 if self.counted is None else self.counted - self.expected

    @property
    def size(self) -> int:
        """The difference without its sign."""
        return abs(self.gap)

    @property
    def mark(self) -> str:
        """How the tag below the count looks: bad, idle or good."""
        if self.unread:
            return "bad"
        return "idle" if self.counted is None else "bad" if self.gap else "good"

    @property
    def difference(self) -> str:
        """The difference in Rupiah; "?" while a field cannot be read, a dash before the count."""
        return "?" if self.unread else "–" if self.counted is None else money.write_rp(self.gap)


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the summary on top; ``field`` is where it leads."""

    text: str
    field: str


@dataclass(frozen=True, slots=True)
class SheetView:
    sheet: MeetingSheet
    typed: Typed
    roll: tuple[RollRow, ...]
    agenda: tuple[AgendaRow, ...]
    kinds: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]
    savings: tuple[Rows, ...]
    withdrawals: tuple[Rows, ...]
    fines: tuple[Rows, ...]
    others: tuple[Rows, ...]
    notes: tuple[Rows, ...]
    tally: Tally
    usual: int
    faults: tuple[Fault, ...]
    errors: Mapping[str, str]

    @property
    def present(self) -> int:
        return sum(row.mark == "H" for row in self.roll)

    @property
    def done(self) -> int:
        return sum(row.done for row in self.agenda)


def view(sheet: MeetingSheet, typed: Typed, made: Spoken | None = None, problems: Sequence[Problem] = ()) -> SheetView:
    """The whole sheet. ``problems``: what was refused, with ``made`` to find its fields."""
    placed = [(problem, _field(problem, typed, made or Spoken({}))) for problem in problems]
    faults = tuple(dict.fromkeys(Fault(_named(one, sheet), place) for one, place in placed))
    errors = {place: sentence(one) for one, place in placed if place}
    usual = meeting_form.usual_amounts(sheet)
    return SheetView(
        sheet=sheet,
        typed=typed,
        roll=tuple(
            RollRow(
                member,
                OFFICES.get(member.office, "").lower(),
                typed.get(f"hadir-{member.id}", ""),
                errors.get(f"hadir-{member.id}", ""),
            )
            for member in sheet.members
        ),
        agenda=tuple(
            AgendaRow(
                f"agenda-{number}", typed.get(f"agenda-{number}-judul", ""), bool(typed.get(f"agenda-{number}-jadi"))
            )
            for number in meeting_form.row_numbers(typed, "agenda")
        ),
        kinds=tuple((kind, KINDS.get(kind, kind)) for kind in sheet.saving_kinds),
        offered=tuple((kind, KINDS.get(kind, kind)) for kind in sheet.offered_kinds),
        savings=tuple(_saving(member, sheet, typed, errors) for member in sheet.members),
        withdrawals=_rowed("penarikan", typed, errors),
        fines=_rowed("denda", typed, errors),
        others=_rowed("lain", typed, errors),
        notes=tuple(_note(note, typed, errors) for note in sheet.notes),
        tally=tally(sheet, typed),
        usual=max(usual.values(), default=0),
        faults=faults,
        errors=errors,
    )


def _field(problem: Problem, typed: Typed, made: Spoken) -> str:
    """Where a problem is shown; a name in the books can only have come from a reason."""
    if problem.code == "rapat.tanpa-alasan":
        return "alasan_koreksi"
    if problem.code == "nama.dalam-teks":
        return "alasan_koreksi" if typed.get("alasan_koreksi") else "alasan"
    return meeting_form.field_of(problem.where.key, made)


def _named(problem: Problem, sheet: MeetingSheet) -> str:
    """A fault of a row with the place in words, for the summary."""
    part = next((one.label for one in sheet.parts if problem.where.key.startswith(f"{one.code}[")), "")
    place = f"{part}, baris {problem.where.row}: " if part and problem.where.row else f"{part}: " if part else ""
    return f"{place}{sentence(problem)}"


def _saving(one: SheetMember, sheet: MeetingSheet, typed: Typed, errors: Mapping[str, str]) -> Rows:
    cells = []
    for kind in sheet.offered_kinds:
        name = f"simpanan-{kind}-{one.id}"
        label = f"Simpanan {kind} {one.name}, rupiah"
        cells.append(Cell(name, typed.get(name, ""), label, kind, errors.get(name, "")))
    return Rows(str(one.id), one.name, tuple(cells))


def _rowed(part: str, typed: Typed, errors: Mapping[str, str]) -> tuple[Rows, ...]:
    rows = []
    for number in meeting_form.row_numbers(typed, part):
        names = {column: f"{part}-{number}-{column}" for column in meeting_form.ROWED[part]}
        cells = (Cell(name, typed.get(name, ""), "", kind, errors.get(name, "")) for kind, name in names.items())
        rows.append(Rows(str(number), f"{part} {number + 1}", tuple(cells)))
    return tuple(rows)


def _note(note: int, typed: Typed, errors: Mapping[str, str]) -> Rows:
    name = f"lembar-{note}"
    total = note * meeting_form.pieces(typed, note)
    cell = Cell(name, typed.get(name, ""), f"Lembar pecahan {grouped(note)}", str(note), errors.get(name, ""))
    return Rows(grouped(note), money.write(total), (cell,))


def tally(sheet: MeetingSheet, typed: Typed) -> Tally:
    """What the fields add up to."""
    lines = [
        (kind, f"Simpanan {kind}", sum(amount(typed, f"simpanan-{kind}-{member.id}") for member in sheet.members))
        for kind in sheet.offered_kinds
    ]
    directions = {code: direction for code, _, direction in sheet.items}
    lines.append(("denda", "Denda", _sum(typed, "denda")))
    for direction, label in (("masuk", "Pemasukan lain"), ("keluar", "Pengeluaran lain")):
        rows = [
            amount(typed, f"lain-{number}-jumlah")
            for number in meeting_form.row_numbers(typed, "lain")
            if directions.get(typed.get(f"lain-{number}-pos", "")) == direction
        ]
        lines.append((direction, label, sum(rows) if direction == "masuk" else -sum(rows)))
    lines.insert(-1, ("penarikan", "Penarikan simpanan", -_sum(typed, "penarikan")))
    return Tally(tuple(lines), sheet.opening_cash, _counted(sheet, typed), meeting_form.any_unread(typed))


def _sum(typed: Typed, part: str) -> int:
    return sum(amount(typed, f"{part}-{number}-jumlah") for number in meeting_form.row_numbers(typed, part))


def _counted(sheet: MeetingSheet, typed: Typed) -> int | None:
    whole, _ = money.read(typed.get("dihitung", ""), use=money.MEETING)
    if whole is not None:
        return whole
    pieces = {note: typed.get(f"lembar-{note}", "").strip() for note in sheet.notes}
    if not any(pieces.values()):
        return None
    return sum(note * meeting_form.pieces(typed, note) for note in pieces)
