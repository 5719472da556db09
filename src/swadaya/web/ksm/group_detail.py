"""A group's page: what it is, how it keeps its five rules, who belongs to it, what its books say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, numbers
from swadaya.core.tables import Table
from swadaya.ksm import access, selectors
from swadaya.ksm.rules import account_map
from swadaya.ksm.values import STATUSES, TIES, GroupPage, MeetingPage, MemberInfo
from swadaya.ledger import exports as ledger_exports
from swadaya.ledger import selectors as ledger

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.formatting import day
from . import profile, score_card
from .page import group_steps, place_of, read_day, show


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of today with the last meetings and what they have saved."""

    member: MemberInfo
    offices: str
    marks: tuple[str, ...]
    present: int
    saved: int | None

    @property
    def dots(self) -> str:
        return "".join("●" if mark == "H" else "○" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Books:
    """The last figures of the group's book; ``on``: as of that day; ``begins``: its balances wait to be taken over."""

    id: int
    on: date
    position: Table
    surplus: Table
    begins: bool


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    members = _members(group, viewer)
    names = {member.member.id: member.member.name or f"Anggota {member.member.number}" for member in members}
    first, last = _window(request, group)
    return show(
        request,
        "ksm/kelompok.html",
        title=group.name,
        group=group,
        lead=_lead(group),
        standing=STATUSES.get(group.status, group.status),
        members=members,
        present=(sum(member.present for member in members), sum(len(member.marks) for member in members)),
        saved=sum(member.saved or 0 for member in members),
        card=score_card.card_of(group, first, last, names=names, by=viewer),
        first=first,
        last=last,
        books=_books(group, viewer),
        next_number=_next_number(group, viewer),
        person=viewer.person_id or "",
        lacking=profile.lacking(group),
        today=clock.today(),
    )


def _next_number(group: GroupPage, viewer: Viewer) -> int:
    """The meeting to be recorded next: the first that is still planned, or a new one."""
    if group.next_meeting is not None:
        return group.next_meeting.number
    lines = selectors.meetings(group.id, by=viewer)
    planned = [line.number for line in lines if line.state == "direncanakan"]
    return min(planned) if planned else (lines[0].number if lines else 0) + 1


def _window(request: HttpRequest, group: GroupPage) -> tuple[date, date]:
    first, last = read_day(request.GET, "dari"), read_day(request.GET, "sampai")
    return (first, last) if first and last and first <= last else score_card.window(group)


def _lead(group: GroupPage) -> str:
    """One sentence about the group."""
    what = group.goals.strip().rstrip(".") or f"{group.kind_label} yang disatukan oleh {TIES.get(group.tie, group.tie)}"
    many = f"{group.shares.members} anggota" if group.shares.members else "Belum ada anggota"
    return f"{many}. {what[:1].upper()}{what[1:]}."


def _members(group: GroupPage, viewer: Viewer) -> list[MemberLine]:
    """Members of today; none for who may not know them."""
    if access.SEE_MEMBERS not in group.may:
        return []
    last = [selectors.meeting(line.id, by=viewer) for line in group.meetings[: score_card.WINDOW]]
    saved = _savings(group, viewer)
    marks: dict[int, list[str]] = {}
    for meeting in reversed(last):
        for member, mark in _marks(meeting).items():
            marks.setdefault(member, []).append(mark)
    labels = {officer.member: officer.label.lower() for officer in group.officers}
    return [
        MemberLine(
            one,
            labels.get(one.id, ""),
            tuple(marks.get(one.id, ())),
            marks.get(one.id, []).count("H"),
            saved.get(one.id, 0) if saved is not None else None,
        )
        for one in selectors.members(group.id, by=viewer, on=clock.today())
    ]


def _marks(meeting: MeetingPage) -> Mapping[int, str]:
    return meeting.records[0].marks if meeting.records else {}


def sees_books(group: GroupPage, viewer: Viewer) -> bool:
    return group.book_id is not None and viewer.sees("buku", place_of(group))


def _savings(group: GroupPage, viewer: Viewer) -> dict[int, int] | None:
    """Member -> all their savings; None when the books are not the viewer's to see."""
    if group.book_id is None or not sees_books(group, viewer):
        return None
    found: dict[int, int] = {}
    kept = account_map.in_force(clock.today()).savings
    for (account, party, _), amount in ledger.party_balances(group.book_id, by=viewer).items():
        member = numbers.whole(party)
        if account == kept and member is not None:
            found[member] = found.get(member, 0) + amount
    return found


def _books(group: GroupPage, viewer: Viewer) -> Books | None:
    if group.book_id is None or not sees_books(group, viewer):
        return None
    book = ledger.book(group.book_id, by=viewer)
    until = ledger.cut(book.id, by=viewer)
    on = group.meetings[0].on if group.meetings else clock.today()
    since = date(on.year, 1, 1) if book.opened_on.year < on.year else book.opened_on
    asked = ledger_exports.Asked(book, until, on, since)
    position, surplus = (ledger_exports.statement_of(asked, kind, by=viewer) for kind in ("posisi", "shu"))
    begins = group.origin == "lama" and not book.last_seq and viewer.may("buku.catat", place_of(group))
    return Books(book.id, on, position, surplus, begins)


@work_page("GET")
def meetings(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """All meetings, newest first."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    before = numbers.whole(request.GET.get("sebelum", ""))
    lines = selectors.meetings(ksm_id, by=viewer, before=before, limit=50)
    following = f"?sebelum={lines[-1].number}" if len(lines) == 50 else ""
    return show(
        request,
        "ksm/rapat-daftar.html",
        title="Semua rapat",
        steps=group_steps(group),
        group=group,
        lines=lines,
        following=following,
        today=day(clock.today()),
    )
