"""A record of a meeting in lines: who came, and each sum with whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from swadaya.core import money, numbers
from swadaya.ksm.rules import account_map
from swadaya.ksm.rules.attendance import MARK_LABELS
from swadaya.ksm.rules.profile import OFFICES
from swadaya.ksm.values import MeetingPage, RecordInfo, SheetMember

_PARTS = (("penarikan", "Penarikan", -1), ("denda", "Denda", 1))


@dataclass(frozen=True, slots=True)
class RollLine:
    """A member at a meeting. ``kinds``: what the savings were, where they were more than the compulsory ones."""

    name: str
    office: str
    mark: str
    label: str
    saved: int
    kinds: str


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One other sum of a record. ``amount`` below zero: it left the box."""

    what: str
    who: str
    amount: int
    note: str = ""


def roll(meeting: MeetingPage, record: RecordInfo | None) -> list[RollLine]:
    """Everybody on the roll by number, with what they saved; empty for who may not know members."""
    if record is None:
        return []
    paid: dict[int, dict[str, int]] = {}
    for row in record.sections.get("simpanan", ()):
        own = paid.setdefault(int(row["anggota"]), {})
        own[str(row["jenis"])] = own.get(str(row["jenis"]), 0) + int(row["jumlah"])
    return [
        _line(member, record.marks[member.id], paid.get(member.id, {}))
        for member in meeting.members.values()
        if member.id in record.marks
    ]


def _line(one: SheetMember, mark: str, paid: Mapping[str, int]) -> RollLine:
    kinds = ", ".join(f"{kind} {money.write(amount)}" for kind, amount in paid.items()) if set(paid) - {"wajib"} else ""
    name, office = one.name or f"Anggota {one.number}", OFFICES.get(one.office, "").lower()
    return RollLine(name, office, mark, MARK_LABELS[mark], sum(paid.values()), kinds)


def moved(meeting: MeetingPage, record: RecordInfo | None) -> list[MovedLine]:
    """The sums of a record besides savings, in the order of the sheet."""
    if record is None:
        return []
    lines = []
    for part, label, sign in _PARTS:
        for row in record.sections.get(part, ()):
            what = f"{label} {row.get('jenis', '')}".strip()
            who = name_of(meeting, row.get("anggota"))
            lines.append(MovedLine(what, who, sign * int(row["jumlah"]), str(row.get("sebab", ""))))
    items = account_map.in_force(record.held_on).items
    for row in record.sections.get("lain", ()):
        item = items[str(row["pos"])]
        sum_of = int(row["jumlah"]) if item.direction == "masuk" else -int(row["jumlah"])
        lines.append(MovedLine(item.label, "", sum_of, str(row.get("keterangan", ""))))
    return lines


@dataclass(frozen=True, slots=True)
class Change:
    """What the newest record says otherwise than the one before."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    lines: tuple[Change, ...]


def changed(meeting: MeetingPage) -> Changes | None:
    """What the last correction changed in sums and attendance; None when nothing was corrected."""
    if len(meeting.records) < 2:
        return None
    before, after = (_facts(meeting, record) for record in (meeting.records[1], meeting.records[0]))
    lines = (
        Change(what, before.get(what, "–"), after.get(what, "–"))
        for what in dict.fromkeys((*before, *after))
        if before.get(what) != after.get(what)
    )
    return Changes(tuple(lines))


def _facts(meeting: MeetingPage, record: RecordInfo) -> dict[str, str]:
    """Everything of a record that a correction may change, in words; sums of one name together."""
    facts = {"Tempat": record.place} if record.place else {}
    sums: dict[str, int] = {}
    for one in roll(meeting, record):
        facts[f"Kehadiran {one.name}"] = one.label.lower()
        if one.saved:
            facts[f"Simpanan {one.name}"] = (
                f"{money.write(one.saved)} ({one.kinds})" if one.kinds else money.write(one.saved)
            )
    for line in moved(meeting, record):
        name = " ".join(filter(None, (line.what, line.who)))
        sums[name] = sums.get(name, 0) + line.amount
    facts |= {name: money.write(amount) for name, amount in sums.items()}
    return facts | {"Kas dihitung": money.write(record.cash.counted)}


def name_of(meeting: MeetingPage, member: object) -> str:
    number = numbers.whole(member)
    one = meeting.members.get(number) if number is not None else None
    return (one.name or f"Anggota {one.number}") if one else ""
