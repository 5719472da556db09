"""Printed: the sheet of a meeting before and after it, and a member's savings card."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock, money
from swadaya.ksm import access, selectors
from swadaya.ksm.rules.profile import OFFICES, STRUCTURE
from swadaya.ksm.values import GroupPage, MeetingLine, MeetingPage, MeetingSheet, RecordInfo
from swadaya.pdf import KartuTabungan, LembarRapat, SheetCash, SheetRow, SheetSum, Signatory, pdf_of

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.downloads import pdf_file
from ..ui.formatting import moment
from . import meeting_form, meeting_summary
from .meeting_detail import line_of
from .members import card_table, held_by_kind, member_in_sight
from .page import place_of, require_right

_COINS = 1_000  # notes below this are counted together on a blank sheet


@work_page("GET")
def sheet(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A blank sheet for a meeting to come; the record of one that was held."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = line_of(ksm_id, nomor, viewer)
    if line is None or line.state == "direncanakan":
        require_right(viewer, access.RECORD, place_of(group))
        document = _blank(group, line, nomor, viewer)
    else:
        require_right(viewer, access.SEE_MEMBERS, place_of(group))
        meeting = selectors.meeting(line.id, by=viewer)
        if not meeting.records:
            raise OutOfSight
        document = _written(group, meeting, meeting.records[0])
    return pdf_file(pdf_of(document), f"lembar-rapat-{nomor}.pdf")


def _blank(group: GroupPage, line: MeetingLine | None, number: int, viewer: Viewer) -> LembarRapat:
    known: MeetingSheet = selectors.sheet(group.id, by=viewer, meeting_id=line.id if line else None)
    if known.number != number:
        raise OutOfSight
    return LembarRapat(
        group=group.name,
        desa=group.desa_name,
        number=number,
        printed_on=clock.today(),
        held_on=line.on if line else None,
        place=known.place,
        filled=False,
        kinds=tuple(_head(kind, group) for kind in known.saving_kinds),
        rows=tuple(
            SheetRow(member.number, member.name, OFFICES.get(member.office, "").lower()) for member in known.members
        ),
        agenda=tuple((title, "") for title in known.agenda or meeting_form.AGENDA),
        cash=SheetCash(known.opening_cash, pieces=tuple((note, None) for note in known.notes if note >= _COINS)),
        signatories=_signatories(group),
    )


def _head(kind: str, group: GroupPage) -> str:
    """ "Wajib (10.000)"."""
    agreed = group.setting.rules.savings if group.setting else ()
    usual = next((one.amount for one in agreed if one.kind == kind), 0)
    return f"{kind.capitalize()} ({money.write(usual)})" if usual else kind.capitalize()


def _signatories(group: GroupPage) -> tuple[Signatory, ...]:
    names = {officer.office: officer.name for officer in group.officers}
    return tuple(Signatory(OFFICES[office], names.get(office, "")) for office in STRUCTURE)


def _written(group: GroupPage, meeting: MeetingPage, record: RecordInfo) -> LembarRapat:
    kinds = sorted({str(row["jenis"]) for row in record.sections.get("simpanan", ())})
    return LembarRapat(
        group=group.name,
        desa=group.desa_name,
        number=meeting.number,
        printed_on=clock.today(),
        held_on=record.held_on,
        place=record.place,
        filled=True,
        kinds=tuple(kind.capitalize() for kind in kinds),
        rows=tuple(_rows(meeting, record, kinds)),
        agenda=tuple((title, state) for title, state in record.items),
        cash=_cash(record),
        sums=tuple(SheetSum(one.what, one.who, one.note, one.amount) for one in meeting_summary.moved(meeting, record)),
        decisions=record.decisions,
        minutes=record.minutes,
        next_on=record.next_on,
        revision=record.revision,
        reason=record.reason,
        closed=_closed(record),
        signatories=_signatories(group),
    )


def _rows(meeting: MeetingPage, record: RecordInfo, kinds: Sequence[str]) -> list[SheetRow]:
    paid: dict[tuple[int, str], int] = {}
    for row in record.sections.get("simpanan", ()):
        key = int(row["anggota"]), str(row["jenis"])
        paid[key] = paid.get(key, 0) + int(row["jumlah"])
    return [
        SheetRow(
            member.number,
            member.name,
            OFFICES.get(member.office, "").lower(),
            record.marks[member.id],
            tuple(paid.get((member.id, kind), 0) for kind in kinds),
        )
        for member in meeting.members.values()
        if member.id in record.marks
    ]


def _cash(record: RecordInfo) -> SheetCash:
    cash = record.cash
    pieces = sorted(((int(note), number) for note, number in record.pieces.items()), reverse=True)
    return SheetCash(
        cash.opening,
        cash.inflow,
        cash.outflow,
        cash.expected,
        cash.counted,
        cash.reason if cash.difference else "",
        tuple(pieces),
    )


def _closed(record: RecordInfo) -> str:
    text = f"Dicatat {record.actor}, {moment(record.recorded_at)}"
    if record.confirmed_at is None:
        return f"{text}. Menunggu konfirmasi pengurus kedua."
    return f"{text}; dikonfirmasi {record.confirmed_by}, {moment(record.confirmed_at)}."


@work_page("GET")
def card(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A member's savings card, for the member and whoever may know members."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    statement, _ = member_in_sight(group, nomor, viewer)
    document = KartuTabungan(
        group=group.name,
        desa=group.desa_name,
        number=statement.number,
        name=statement.name or f"Anggota {statement.number}",
        printed_on=clock.today(),
        kinds=tuple(held_by_kind(statement.card)),
        lines=card_table(statement.card),
    )
    return pdf_file(pdf_of(document), f"kartu-simpanan-{statement.number}.pdf")
