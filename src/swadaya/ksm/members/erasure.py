"""Whoever is forgotten: their number stands where a name of theirs stood, in every text that may lose a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from swadaya.core.names import replaced

from ..models import AgendaItem, Decision, Ksm, Meeting, Member, PersonalData, Record, Section
from ..rules.agenda import LONGEST

FREE_TEXTS = frozenset({"sebab", "keterangan", "catatan"})
"""Columns of a meeting's sections in which people write freely."""

Without = Callable[..., str]


def names_of(data: PersonalData) -> list[str]:
    """The name of somebody and those they had here before, the longest first: a short one may stand in a longer."""
    return sorted(filter(None, {data.name, *data.former_names}), key=len, reverse=True)


def masked(text: str, names: Sequence[str], number: int, longest: int = 0) -> str:
    """A text with the member's number where a name of theirs stood; nothing else of it moves.

    Args:
        names: the longest first.
        longest: how long it may be, 0 for any length. What grows longer says ``#12`` for ``anggota 12``; only what is
            too long even so, after a name shorter than that, ends with its last whole word that fits and ``…``.

    >>> masked("rumah Ibu Siti", ["Siti"], 12), masked("rumah Ibu Siti", ["Siti"], 12, 14)
    ('rumah Ibu anggota 12', 'rumah Ibu #12')
    >>> masked("Ni dan Sri pergi", ["Ni"], 12, 16)
    '#12 dan Sri…'
    """
    found = text
    for label in (f"anggota {number}", f"#{number}"):
        found = replaced(text, names, label)
        if not longest or len(found) <= max(longest, len(text)):
            return found
    kept = found[: longest - 1]
    if not found[longest - 1].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip() + "…"


def mask_texts(ksm: Ksm, member: Member, names: Sequence[str]) -> None:
    """Put the member's number where a name of theirs stands in free texts of the group; only those rows are written."""

    def without(text: str, longest: int = 0) -> str:
        return masked(text, names, member.number, longest)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('swadaya.menghapus_nama', 'ya', true)")
        _mask_meetings(Meeting.objects.filter(ksm=ksm), without)
        _mask_records(Record.objects.filter(meeting__ksm=ksm), without)
        _mask_others(ksm, without)
        cursor.execute("SELECT set_config('swadaya.menghapus_nama', '', true)")


def _mask_meetings(meetings: QuerySet[Meeting], without: Without) -> None:
    for meeting in meetings:
        _rewrite(
            meeting,
            place=without(meeting.place, 120),
            cancelled_why=without(meeting.cancelled_why, 200),
            agenda=[without(item, LONGEST) for item in meeting.agenda],
        )


def _mask_records(records: QuerySet[Record], without: Without) -> None:
    for record in records:
        _rewrite(
            record,
            minutes=without(record.minutes),
            place=without(record.place, 120),
            reason=without(record.reason, 300),
            cash_reason=without(record.cash_reason, 500),
        )
    for item in AgendaItem.objects.filter(record__in=records):
        _rewrite(item, title=without(item.title, 200))
    for decision in Decision.objects.filter(record__in=records):
        _rewrite(decision, text=without(decision.text))
    for section in Section.objects.filter(record__in=records):
        _rewrite(section, said=[_row_without(row, without) for row in section.said])


def _row_without(row: dict[str, Any], without: Without) -> dict[str, Any]:
    return {
        key: without(value) if key in FREE_TEXTS and isinstance(value, str) else value for key, value in row.items()
    }


def _mask_others(ksm: Ksm, without: Without) -> None:
    """What is kept of other members may tell of this one: why they left, who found their household poor."""
    left: Iterable[Member] = Member.objects.filter(ksm=ksm).exclude(left_reason="")
    for other in left:
        _rewrite(other, left_reason=without(other.left_reason, 200))
    for data in PersonalData.objects.filter(member__ksm=ksm).exclude(poor_source=""):
        _rewrite(data, poor_source=without(data.poor_source, 120))


def _rewrite(row: Model, **texts: Any) -> None:
    """Write those columns of a row that change."""
    changed = {column: text for column, text in texts.items() if text != getattr(row, column)}
    if changed:
        type(row)._default_manager.filter(pk=row.pk).update(**changed)
