"""The Panca Sutra score card of a group over any window of days: what the records say of each of the five rules.

Every figure has the records behind it, the reading that made it and its source. A rule that nothing is recorded about
yet (loans, instalments) is "belum dicatat", never zero. The readings in force come from the rule file of kind
``panca-sutra``.

Source: slides of June 2014, "Lima Aturan Dasar KSM (Panca Sutra)" and the criteria of weeks 1-4; points are our own
proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader

from . import agenda, attendance, regular_savings, timeliness

KIND = "panca-sutra"
RULES = ("pertemuan", "simpanan", "pembukuan", "pinjaman", "angsuran")
FIGURES = ("terlaksana", "kehadiran", "penabung", "tepat-waktu", "agenda")


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    label: str
    points: int
    measure: str
    origin: str  # "paparan" or "usulan"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a figure must reach; ``strict``: more than the value, not equal to it."""

    figure: str
    strict: bool
    value: Fraction
    origin: str
    source: str

    def met(self, ratio: Fraction) -> bool:
        return ratio > self.value if self.strict else ratio >= self.value


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One rule file, read."""

    rule_id: str
    attendance: attendance.Reading
    savings: regular_savings.Reading
    clock: timeliness.Clock
    grace: timeliness.Grace
    rules: Mapping[str, Rule]
    criteria: Mapping[str, Criterion]
    reference: str


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting of the window: planned or held. ``marks``: member -> H, I, S, A of everybody enrolled that day."""

    meeting: str
    planned_on: date
    held_on: date | None = None
    marks: Mapping[int, str] = field(default_factory=dict)
    agenda: tuple[agenda.Item, ...] = ()
    books: timeliness.Written | None = None
    cancelled: bool = False

    @property
    def attended(self) -> attendance.Attended:
        assert self.held_on is not None
        present = sum(mark == "H" for mark in self.marks.values())
        return attendance.Attended(self.meeting, self.held_on, present, len(self.marks))


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the card is made of. ``rhythm``: when the compulsory saving falls due; None when none was agreed."""

    meetings: Sequence[Held]
    members: Sequence[regular_savings.Enrolled]
    deposits: Sequence[regular_savings.Deposit]
    rhythm: regular_savings.Rhythm | None


@dataclass(frozen=True, slots=True)
class Record:
    """What a figure rests on: a meeting or a member, and how it counted."""

    kind: Literal["pertemuan", "anggota"]
    key: str
    on: date | None
    counted: bool
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """``ratio`` None: nothing to divide by. ``in_force``: this reading counts; the others are shown beside it."""

    code: str
    label: str
    part: int
    whole: int
    ratio: Fraction | None
    reading: str
    in_force: bool
    records: tuple[Record, ...]
    source: str
    met: bool | None = None
    required: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the five rules. ``points`` None: "belum dicatat"."""

    rule: Rule
    points: Fraction | None
    figures: tuple[Figure, ...]
    note: str = ""

    @property
    def whole_points(self) -> int | None:
        """Points as shown, half up."""
        return None if self.points is None else int(self.points + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class ScoreCard:
    first: date
    last: date
    rule_id: str
    lines: tuple[Line, ...]

    @property
    def points(self) -> int:
        return sum(line.whole_points or 0 for line in self.lines)

    @property
    def most(self) -> int:
        """The points that can be had of what is recorded."""
        return sum(line.rule.points for line in self.lines if line.points is not None)

    def figure(self, code: str) -> Figure:
        """A figure in the reading in force."""
        found = (figure for line in self.lines for figure in line.figures if figure.code == code and figure.in_force)
        return next(found)


def score_card(
    facts: Facts, *, first: date, last: date, book: RuleBook, joined: Mapping[str, Line] | None = None
) -> ScoreCard:
    """The card of a window, both days included.

    Args:
        joined: lines that upper rooms compute (loans, instalments), by rule code; without one it is "belum dicatat".
    """
    planned = [
        meeting
        for meeting in facts.meetings
        if first <= (meeting.held_on or meeting.planned_on) <= last and not meeting.cancelled
    ]
    held = [one for one in planned if one.held_on is not None]
    own = {
        "pertemuan": _meetings(planned, held, book),
        "simpanan": _savings(held, facts, first, last, book),
        "pembukuan": _books(held, book),
    }
    lines = []
    for code in RULES:
        rule = book.rules[code]
        line = own.get(code) or (joined or {}).get(code)
        lines.append(line or Line(rule, None, (), "belum dicatat"))
    return ScoreCard(first, last, book.rule_id, tuple(lines))


def _figure(
    code: str,
    label: str,
    part: int,
    whole: int,
    *,
    book: RuleBook,
    records: Sequence[Record],
    reading: str = "",
    ratio: Fraction | None = None,
    in_force: bool = True,
) -> Figure:
    value = ratio if ratio is not None else (Fraction(part, whole) if whole else None)
    criterion = book.criteria.get(code)
    met = criterion.met(value) if criterion is not None and value is not None else None
    required = ""
    if criterion is not None:
        sign = "lebih dari" if criterion.strict else "sedikitnya"
        required = f"{sign} {_plain(criterion.value * 100)} persen"
    source = criterion.source if criterion is not None else book.reference
    return Figure(code, label, part, whole, value, reading, in_force, tuple(records), source, met, required)


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}".replace(".", ",")


def _meetings(planned: Sequence[Held], held: Sequence[Held], book: RuleBook) -> Line:
    attended = [one.attended for one in held]
    present, seats = sum(one.present for one in attended), sum(one.enrolled for one in attended)
    happened = _figure(
        "terlaksana",
        "Pertemuan terlaksana",
        len(held),
        len(planned),
        book=book,
        records=[
            Record(
                "pertemuan",
                one.meeting,
                one.held_on or one.planned_on,
                one.held_on is not None,
                "terlaksana" if one.held_on else "tidak terlaksana",
            )
            for one in planned
        ],
    )
    records = [
        Record("pertemuan", one.meeting, one.on, True, f"{one.present} dari {one.enrolled} hadir") for one in attended
    ]
    readings = [
        _figure(
            "kehadiran",
            "Kehadiran rata-rata",
            present,
            seats,
            book=book,
            records=records,
            ratio=attendance.ratio(attended, reading),
            reading=attendance.READING_LABELS[reading],
            in_force=reading == book.attendance,
        )
        for reading in attendance.READINGS
    ]
    items = [item for one in held for item in one.agenda]
    done = sum(item.state == "terlaksana" for item in items)
    agenda_done = _figure(
        "agenda",
        "Agenda terlaksana",
        done,
        len(items),
        book=book,
        records=[
            Record("pertemuan", one.meeting, one.held_on, item.state == "terlaksana", f"{item.title}: {item.state}")
            for one in held
            for item in one.agenda
        ],
    )
    average = attendance.ratio(attended, book.attendance)
    rule = book.rules["pertemuan"]
    points = rule.points * happened.ratio * average if happened.ratio is not None and average is not None else None
    return Line(rule, points, (happened, *readings, agenda_done), "" if planned else "belum ada pertemuan")


def _savings(held: Sequence[Held], facts: Facts, first: date, last: date, book: RuleBook) -> Line:
    rule = book.rules["simpanan"]
    if facts.rhythm is None:
        return Line(rule, None, (), "simpanan wajib belum disepakati")
    days = [one.held_on for one in held if one.held_on is not None]
    periods = regular_savings.due_periods(facts.rhythm, first=first, last=last, meetings=days)
    figures, points = [], None
    for reading in regular_savings.READINGS:
        regular_savers = regular_savings.regular_savers(facts.members, periods, facts.deposits, reading=reading)
        records = [
            Record(
                "anggota", str(member.member), None, member.regular, f"menabung {member.kept} dari {member.due} masa"
            )
            for member in regular_savers.members
        ]
        in_force = reading == book.savings
        figures.append(
            _figure(
                "penabung",
                "Penabung rutin",
                regular_savers.regular,
                len(regular_savers.members),
                book=book,
                records=records,
                reading=regular_savings.READING_LABELS[reading],
                in_force=in_force,
            )
        )
        if in_force and regular_savers.share is not None:
            points = rule.points * regular_savers.share
    return Line(rule, points, tuple(figures), "" if points is not None else "belum ada masa wajib")


def _books(held: Sequence[Held], book: RuleBook) -> Line:
    rule = book.rules["pembukuan"]
    written = [one.books for one in held if one.books is not None]
    figures, points = [], None
    for clock in timeliness.CLOCKS:
        judged = [(one, timeliness.on_time(one, clock=clock, grace=book.grace)) for one in written]
        good = sum(fit for _, fit in judged)
        records = [
            Record("pertemuan", one.meeting, one.held_on, fit, "tepat waktu" if fit else "terlambat")
            for one, fit in judged
        ]
        in_force = clock == book.clock
        figures.append(
            _figure(
                "tepat-waktu",
                "Pembukuan tepat waktu",
                good,
                len(written),
                book=book,
                records=records,
                reading=timeliness.CLOCK_LABELS[clock],
                in_force=in_force,
            )
        )
        if in_force and written:
            points = rule.points * Fraction(good, len(written))
    return Line(rule, points, tuple(figures), "" if written else "belum ada pembukuan")


def read(rule: RuleFile) -> tuple[RuleBook | None, list[Problem]]:
    """Read a file. Problems ``panca-sutra.bacaan``, ``.aturan``, ``.ambang``, and those of the reader."""
    reader = _Reader(rule, KIND)
    rules = {one.code: one for one in reader.rules()}
    if tuple(rules) != RULES:
        reader.fault("aturan", "rule", ", ".join(rules), ", ".join(RULES))
    book = RuleBook(
        rule_id=rule.id,
        attendance=reader.choice(reader.table("attendance"), "reading", "attendance", attendance.READINGS, "bacaan"),  # type: ignore[arg-type]
        savings=reader.choice(reader.table("savings"), "reading", "savings", regular_savings.READINGS, "bacaan"),  # type: ignore[arg-type]
        clock=reader.choice(reader.table("books"), "clock", "books", timeliness.CLOCKS, "bacaan"),  # type: ignore[arg-type]
        grace=reader.grace(),
        rules=rules,
        criteria={one.figure: one for one in reader.criteria()},
        reference=rule.reference,
    )
    return (None if reader.problems else book), reader.problems


class _Reader(RuleReader):
    def grace(self) -> timeliness.Grace:
        books = self.table("books")
        days = self.number(books, "grace_days", "books", most=366)
        if books.get("paper_counts") is not True:
            return timeliness.Grace(days, None)
        return timeliness.Grace(days, self.number(books, "paper_days", "books", most=366))

    def rules(self) -> list[Rule]:
        found = []
        for key, table in self.tables("rule"):
            points = self.number(table, "points", key, least=1)
            code, label, measure, origin = (str(table.get(name, "")) for name in ("code", "label", "measure", "origin"))
            found.append(Rule(code, label, points, measure, origin))
        return found

    def criteria(self) -> list[Criterion]:
        found = []
        for key, table in self.tables("criterion"):
            figure = self.choice(table, "figure", key, FIGURES, "ambang")
            compare = self.choice(table, "compare", key, (">", ">="), "ambang")
            value = self.fraction(table, "value", key, "ambang")
            source = self.text(table, "source", key)
            found.append(Criterion(figure, compare == ">", value, str(table.get("origin", "")), source))
        return found


RULE_BOOKS = RuleKind(KIND, "ksm/rules", read)


def in_force(on: date) -> RuleBook:
    """The rule file in force on a day. Raises Invalid when there is none, or with its faults."""
    return RULE_BOOKS.in_force(on)
