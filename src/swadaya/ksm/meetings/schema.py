"""A meeting as it was said, read whole: who came, what was done, what money moved, what was counted.

The parts that move money are composed here; what they post is balanced one by one, and together with the cash count the
books say afterwards exactly what lay on the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from swadaya.core import clock, money, numbers
from swadaya.core.problem import Problem, Where
from swadaya.ledger.rules.journal import Posting

from ..parts import Draft, MeetingPart, Sheet, joined
from ..parts.base import totals
from ..parts.fines import Fines
from ..parts.others import Others
from ..parts.savings import Savings, Withdrawals
from ..rules import agenda, cash_count, roll_call

OWN_PARTS: tuple[MeetingPart, ...] = (Savings(), Withdrawals(), Fines(), Others())
LONGEST_MINUTES, LONGEST_DECISION, MOST_DECISIONS, LONGEST_PLACE = 20_000, 1000, 50, 120
_SECTIONS = frozenset(
    {
        "pertemuan",
        "tanggal",
        "tempat",
        "ditutup_pada",
        "kas_awal",
        "hadir",
        "agenda",
        "kas",
        "catatan",
        "keputusan",
        "berikut",
        "pembaca_kas",
    }
)


def parts() -> tuple[MeetingPart, ...]:
    """All parts in the order of the sheet: this room's own, then those that others registered."""
    return (*OWN_PARTS, *joined)


@dataclass(frozen=True, slots=True)
class Frame:
    """The few things a meeting says before its sheet can be laid out."""

    held_on: date
    plan: UUID | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Account:
    """The whole meeting as read: rows to keep and journals to post."""

    frame: Frame
    place: str
    marks: Mapping[int, str]
    items: tuple[agenda.Item, ...]
    sections: Mapping[str, Any]
    drafts: tuple[Draft, ...]
    cash: cash_count.Cash
    pieces: Mapping[int, int]
    minutes: str
    decisions: tuple[str, ...]
    next_on: date | None
    cash_reader: int | None


def frame(said: Mapping[str, Any], *, today: date) -> tuple[Frame | None, list[Problem]]:
    """Day, plan and closing of a meeting. Problems ``rapat.tanggal``, ``rapat.rencana``, ``rapat.ditutup``."""
    problems = []
    held_on = _date(said.get("tanggal"))
    if held_on is None or held_on > today:
        expected = f"tanggal seperti 2026-02-05, tidak sesudah {today.isoformat()}"
        problems.append(Problem("rapat.tanggal", Where(key="tanggal"), str(said.get("tanggal"))[:40], expected))
    plan = None
    if said.get("pertemuan"):
        try:
            plan = UUID(str(said["pertemuan"]))
        except ValueError:
            got = str(said["pertemuan"])[:40]
            problems.append(Problem("rapat.rencana", Where(key="pertemuan"), got, "pertemuan yang direncanakan"))
    closed_at = None
    if said.get("ditutup_pada"):
        closed_at = _instant(said["ditutup_pada"])
        if closed_at is None or (held_on is not None and clock.day_of(closed_at) < held_on):
            got = str(said["ditutup_pada"])[:40]
            problems.append(Problem("rapat.ditutup", Where(key="ditutup_pada"), got, "saat sesudah pertemuan mulai"))
    if problems or held_on is None:
        return None, problems
    return Frame(held_on, plan, closed_at), []


def read(said: Mapping[str, Any], *, given: Frame, sheet: Sheet) -> tuple[Account | None, list[Problem]]:
    """Read everything a meeting says, against the sheet of its day.

    Returns:
        (account, problems): no account when any of them is an error. Problems ``rapat.*`` (roll call, agenda, cash,
        texts, sections nobody knows) and those of each part, all at once.
    """
    problems = _strange(said)
    marks, found = roll_call.read(said.get("hadir"), enrolled=sheet.members)
    problems += found
    items, found = agenda.read(said.get("agenda") or [])
    problems += found
    texts, found = _texts(said)
    problems += found
    drafts, found = _drafts(said, sheet)
    problems += found
    count, found = cash_count.read(said.get("kas"))
    problems += found
    next_on, found = _next(said, given.held_on)
    problems += found
    reader, found = _cash_reader(said, sheet)
    problems += found
    problems += _opening(said, sheet)
    if _blocking(problems):
        return None, problems
    box = cash_sheet(sheet, drafts, counted=count.counted, reason=count.reason)
    problems += cash_count.problems(box)
    if _blocking(problems):
        return None, problems
    place, minutes, decisions = texts
    sections = {part.code: _kept(said.get(part.code)) for part in parts()}
    return (
        Account(
            given,
            place,
            marks,
            tuple(items),
            sections,
            (*drafts, *difference(box, sheet)),
            box,
            count.pieces,
            minutes,
            decisions,
            next_on,
            reader,
        ),
        problems,
    )


def _kept(said: Any) -> list[dict[str, Any]]:
    """Rows as they are kept: those with an amount, as whole Rupiah, and nothing that is not a plain word or number."""
    rows = []
    for row in said or []:
        amount, _ = money.read(row.get("jumlah"), use=money.MEETING)
        if amount or "jumlah" not in row:
            plain = {
                key: value for key, value in row.items() if isinstance(value, str | int) and len(str(value)) <= 300
            }
            rows.append({**plain, **({"jumlah": amount} if amount else {})})
    return rows


def cash_sheet(sheet: Sheet, drafts: Sequence[Draft], *, counted: int, reason: str) -> cash_count.Cash:
    """The cash sheet of drafts against what was counted."""
    moved = totals(drafts, sheet.accounts.cash)
    return cash_count.Cash(sheet.opening_cash, moved.inflow, moved.outflow, counted, reason)


def difference(box: cash_count.Cash, sheet: Sheet) -> tuple[Draft, ...]:
    """The journal of a difference, with its reason; none when the count agrees."""
    if not box.difference:
        return ()
    over = box.difference > 0
    other = sheet.accounts.cash_over if over else sheet.accounts.cash_short
    lines = (Posting(sheet.accounts.cash, box.difference), Posting(other, -box.difference))
    return (Draft("selisih", "Selisih kas lebih" if over else "Selisih kas kurang", lines, box.reason[:200]),)


def _blocking(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "galat" for problem in problems)


def _drafts(said: Mapping[str, Any], sheet: Sheet) -> tuple[list[Draft], list[Problem]]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for part in parts():
        found = part.problems(sheet, said.get(part.code))
        problems += found
        if not _blocking(found):
            drafts += part.postings(sheet, said.get(part.code))
    return drafts, problems


def _strange(said: Mapping[str, Any]) -> list[Problem]:
    known = _SECTIONS | {part.code for part in parts()}
    return [
        Problem("rapat.bagian", Where(key=str(name)[:40]), str(name)[:40], ", ".join(sorted(known)))
        for name in said
        if name not in known
    ]


def _texts(said: Mapping[str, Any]) -> tuple[tuple[str, str, tuple[str, ...]], list[Problem]]:
    problems: list[Problem] = []

    def text(value: object, key: str, longest: int) -> str:
        written = str(value or "").strip()
        if len(written) > longest or "\0" in written:
            got = f"{len(written)} huruf"
            problems.append(Problem("rapat.teks", Where(key=key), got, f"paling panjang {longest} huruf"))
        return written

    listed = said.get("keputusan") or []
    if not isinstance(listed, list) or len(listed) > MOST_DECISIONS:
        problems.append(Problem("rapat.keputusan", Where(key="keputusan"), str(listed)[:60], "daftar keputusan"))
        listed = []
    decisions = tuple(text(one, f"keputusan[{number}]", LONGEST_DECISION) for number, one in enumerate(listed))
    place = text(said.get("tempat"), "tempat", LONGEST_PLACE)
    minutes = text(said.get("catatan"), "catatan", LONGEST_MINUTES)
    return (place, minutes, tuple(decision for decision in decisions if decision)), problems


def _next(said: Mapping[str, Any], held_on: date) -> tuple[date | None, list[Problem]]:
    if not said.get("berikut"):
        return None, []
    day = _date(said["berikut"])
    if day is None or not held_on < day <= held_on + timedelta(days=366):
        got = str(said["berikut"])[:40]
        return None, [Problem("rapat.berikut", Where(key="berikut"), got, "tanggal sesudah pertemuan ini")]
    return day, []


def _cash_reader(said: Mapping[str, Any], sheet: Sheet) -> tuple[int | None, list[Problem]]:
    written = said.get("pembaca_kas")
    if written in (None, ""):
        return None, []
    member = numbers.whole(written)
    if member is None or member not in sheet.members:
        return None, [Problem("rapat.pembaca-kas", Where(key="pembaca_kas"), str(written)[:40], "anggota hari itu")]
    return member, []


def _opening(said: Mapping[str, Any], sheet: Sheet) -> list[Problem]:
    """``rapat.kas-awal``: the sender's device began with another sum than the books hold."""
    if said.get("kas_awal") in (None, ""):
        return []
    seen, _ = money.read(said["kas_awal"], use=money.CASH_COUNT)
    if seen == sheet.opening_cash:
        return []
    got = money.write_rp(seen) if seen is not None else str(said["kas_awal"])[:40]
    hint = "Buku berubah sejak lembar ini dibuka. Muat ulang lembar, periksa, lalu kirim lagi."
    expected = f"kas menurut buku {money.write_rp(sheet.opening_cash)}"
    return [Problem("rapat.kas-awal", Where(key="kas_awal"), got, expected, hint)]


def _date(written: object) -> date | None:
    try:
        return written if isinstance(written, date) else date.fromisoformat(str(written))
    except ValueError:
        return None


def _instant(written: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
