"""Receipts of a meeting: a short text for each member, to be shared, or sent through a channel somebody registered."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, money
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .. import access, extension_points
from ..bookkeeping import meeting_batches
from ..models import Attendance, Ksm, Meeting, Member, PersonalData, Receipt, Record
from ..rules import account_map
from ..values import ReceiptText, Sent
from .sheet import latest_record, sections_of


def texts(meeting: Meeting, record: Record, ksm: Ksm, *, by: Viewer) -> list[ReceiptText]:
    """One text for each member on the roll, by number."""
    rolled = Attendance.objects.filter(record=record).values_list("member_id", flat=True)
    members = Member.objects.filter(pk__in=list(rolled)).order_by("number").select_related("data")
    savings = meeting_batches.savings(record.book, account_map.in_force(record.held_on).savings, by=by)
    sections = sections_of(record)
    states: dict[int, dict[str, str]] = {}
    for row in Receipt.objects.filter(record=record):
        states.setdefault(row.member_id, {})[row.channel] = row.state
    name = access.name_of(ksm)
    found = []
    for member in members:
        data: PersonalData = member.data
        held = sum(amount for (owner, _), amount in savings.items() if owner == member.id)
        text = _text(name, meeting, record, member, data.name, sections, held)
        found.append(ReceiptText(member.id, data.name, data.phone, text, states.get(member.id, {})))
    return found


def _text(
    group: str,
    meeting: Meeting,
    record: Record,
    member: Member,
    name: str,
    sections: Mapping[str, list[dict[str, object]]],
    held: int,
) -> str:
    lines = [f"{group}, pertemuan ke-{meeting.number}, {record.held_on:%d-%m-%Y}", f"{member.number}. {name}".rstrip()]
    labels = {"simpanan": "Simpanan", "penarikan": "Penarikan", "denda": "Denda"}
    for part, label in labels.items():
        for row in sections.get(part, ()):
            if str(row.get("anggota")) == str(member.id):
                kind = f" {row['jenis']}" if row.get("jenis") else ""
                lines.append(f"{label}{kind} {money.write_rp(int(str(row.get('jumlah') or 0)))}")
    lines.append(f"Jumlah simpanan {money.write_rp(held)}")
    if record.revision > 1:
        lines.append("Struk ini menggantikan yang terdahulu.")
    return "\n".join(lines)


@transaction.atomic
def send_receipts(meeting_id: UUID, *, channel: str, by: Viewer) -> Sent:
    """Send what is not sent yet; a member's receipt goes out once for each record and channel.

    Raises:
        OutOfSight, NotAllowed; Invalid ``struk.saluran``, ``rapat.belum-dicatat``.
    """
    carrier = extension_points.channels.get(channel)
    if carrier is None:
        known = " / ".join(extension_points.channels.names())
        hint = "Bagikan teksnya sendiri."
        raise Invalid(Problem("struk.saluran", Where(key="saluran"), channel[:20], known or "belum ada saluran", hint))
    meeting, ksm, role = access.meeting_for(by, meeting_id, access.RECORD, lock=True)
    record = latest_record(meeting)
    if record is None:
        raise Invalid(Problem("rapat.belum-dicatat", Where(key="pertemuan"), meeting.state, "pertemuan yang dicatat"))
    sent = failed = without = 0
    for text in texts(meeting, record, ksm, by=by):
        if text.states.get(channel) == "terkirim":
            continue
        if not text.phone:
            without += 1
            continue
        row, _ = Receipt.objects.get_or_create(record=record, member_id=text.member, channel=channel)
        row.tries += 1
        try:
            row.word, row.state, row.sent_at = carrier.send(text.phone, text.text)[:120], "terkirim", clock.now()
            sent += 1
        except Exception as error:  # a carrier may fail in any way; the receipt waits for the next try
            row.word, row.state = type(error).__name__[:120], "gagal"
            failed += 1
        row.save()
    after = {"saluran": channel, "terkirim": sent, "gagal": failed}
    audit.record(
        by,
        "ksm.kirim-struk",
        kind="pertemuan",
        key=str(meeting.public_id),
        role=role,
        label=f"pertemuan ke-{meeting.number}",
        place=access.place_of(ksm),
        after=after,
    )
    return Sent(sent, failed, without)
