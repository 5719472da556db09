"""Many senders at once: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from swadaya.accounts.rules import access
from swadaya.core import keys
from swadaya.ksm import services
from swadaya.ksm.models import Attendance, Meeting, Record
from swadaya.ledger import selectors as ledger
from swadaya.ledger.models import Batch, CashDay

SYSTEM = access.system("uji")
WRITERS = 8


@pytest.fixture
def live(transactional_db, make):
    """Makes groups that other connections see."""
    return make


def in_threads(works):
    def run(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        tries = [pool.submit(run, work) for work in works]
        return [one.exception(timeout=300) or one.result() for one in tries]


def whole(group) -> None:
    """Each record has its roll and its batch, numbers have no gap, and the ledger finds nothing wrong."""
    records = list(Record.objects.filter(meeting__ksm__public_id=group.id))
    assert sorted(record.meeting.number for record in records) == list(range(1, len(records) + 1))
    assert Meeting.objects.filter(ksm__public_id=group.id).count() == len(records)
    assert Attendance.objects.filter(record__in=records).count() == len(records) * len(group.members)
    assert Batch.objects.filter(book_id=group.book, verb="pertemuan").count() == len(records)
    assert not list(group.verify().problems)
    running = 0
    for day in CashDay.objects.filter(book_id=group.book).order_by("day"):
        running += day.amount
        assert running >= 0


def queue(group, day, many: int):
    """Meetings of one day, each with a count that need not be right: the difference has its reason."""
    said = [
        group.said(
            day, counted=0, kas={"dihitung": 7_000 * number, "alasan": "hitungan uji"}, catatan=f"nomor {number}"
        )
        for number in range(1, many + 1)
    ]
    return [(keys.new_key(), one) for one in said]


def sending(group, key, said):
    return lambda: services.record_meeting(group.id, key=key, said=said, by=group["sekretaris"])


def check_hammer(groups, sends):
    """``sends``: (group, key, said), some twice. All are answered; each key makes one record."""
    answers = in_threads([sending(*one) for one in sends])
    assert [one for one in answers if isinstance(one, BaseException)] == []
    assert Record.objects.count() == len({key for _, key, _ in sends})
    by_key = {}
    for (_, key, _), answer in zip(sends, answers, strict=True):
        by_key.setdefault(key, set()).add((answer.meeting_id, answer.journals))
    assert all(len(one) == 1 for one in by_key.values())
    for group in groups:
        whole(group)


def test_eight_senders_of_one_group_lose_nothing_and_write_nothing_twice(live, thursday):
    group = live()
    meetings = queue(group, thursday, 3 * WRITERS)
    check_hammer([group], [(group, key, said) for key, said in [*meetings, *reversed(meetings)]])
    last = Record.objects.order_by("-id").first()
    assert ledger.cash_on(group.book, thursday, by=SYSTEM) == last.counted


def test_eight_senders_of_eight_groups_do_not_disturb_each_other(live, thursday):
    groups = [live(names=("Siti", "Sri", "Nga"), title=f"KSM {number}") for number in range(WRITERS)]
    sends = [(group, key, said) for group in groups for key, said in queue(group, thursday, 3)]
    check_hammer(groups, [*sends, *sends])


@pytest.mark.long
@pytest.mark.parametrize("many", [1, WRITERS])
def test_eight_senders_for_half_a_minute(live, thursday, many):
    groups = [live(names=("Siti", "Sri", "Nga"), title=f"KSM {number}") for number in range(many)]
    end = time.monotonic() + 30
    sends = []
    while time.monotonic() < end:
        now = [(group, key, said) for group in groups for key, said in queue(group, thursday, WRITERS // many)]
        answers = in_threads([sending(*one) for one in [*now, *now]])
        assert [one for one in answers if isinstance(one, BaseException)] == []
        sends += now
    assert set(Record.objects.values_list("key", flat=True)) == {key for _, key, _ in sends}
    for group in groups:
        whole(group)


def test_two_corrections_of_one_meeting_follow_each_other(live, thursday):
    group = live()
    done = group.record(thursday, counted=120_000)
    works = [
        lambda number=number: services.correct_meeting(
            done.meeting_id,
            key=keys.new_key(),
            reason=f"perbaikan {number}",
            by=group["bendahara"],
            said=group.said(thursday, counted=0, kas={"dihitung": 1_000 * number, "alasan": "hitungan uji"}),
        )
        for number in range(WRITERS)
    ]
    answers = in_threads(works)
    assert sorted(one.revision for one in answers) == list(range(2, WRITERS + 2))
    newest = Record.objects.order_by("-revision").first()
    assert ledger.cash_on(group.book, thursday, by=SYSTEM) == newest.counted
    assert not list(group.verify().problems)


def test_two_second_officers_confirm_once(live, thursday):
    group = live()
    done = group.record(thursday, counted=120_000)
    answers = in_threads(
        [lambda name=name: services.confirm_meeting(done.meeting_id, by=group[name]) for name in ("bendahara", "ketua")]
    )
    assert sorted(type(one).__name__ for one in answers) == ["Invalid", "NoneType"]
