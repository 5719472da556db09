"""Meetings are sent while the application or the whole database is killed; run by the tests of crashes.

It lives on the embedded database of ``SWADAYA_HOME``. Arguments: how often each of the two is killed, and the seed of
the moments. After every kill it looks at what is left and sends the queue again. It writes what it saw as JSON, or
stops at the first thing wrong.
"""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import psycopg

from swadaya.cli.django_setup import django_ready

django_ready("app")
sys.path.insert(0, str(Path(__file__).parents[2] / "plugins"))

from django.db import Error, connection  # noqa: E402

from conftest import FewRegions, Group, make_group  # noqa: E402
from swadaya.accounts.models import Event  # noqa: E402
from swadaya.config.home import home  # noqa: E402
from swadaya.core import keys  # noqa: E402
from swadaya.embedded import acquire  # noqa: E402
from swadaya.ksm import services  # noqa: E402
from swadaya.ksm.models import AgendaItem, Attendance, Ksm, Meeting, Record, Section  # noqa: E402
from swadaya.ledger.models import Batch, Journal  # noqa: E402
from swadaya.wilayah import services as wilayah  # noqa: E402

QUEUE = 3
"""Meetings that a device holds back and sends together."""
ROUNDS = 10
"""Kills that one group bears; then another group meets, so that looking at its whole book stays quick."""
THURSDAY = date(2026, 1, 8)
APPLICATION, DATABASE = "application", "database"
DATABASE_GONE = 75

Queue = list[tuple[str, dict[str, Any]]]
Answer = list[Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """Whom, and when: after so many answers, and then a part of the time that one meeting takes."""

    victim: str
    answers: int
    part: float


class Sender:
    """The application: a process that records a queue from its beginning and tells each answer."""

    def __init__(self, group: Group, queue: Queue) -> None:
        connection.close()
        reader, writer = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(reader)
            os._exit(_send_all(group, queue, writer))
        os.close(writer)
        self._lines = os.fdopen(reader)
        self.answers: list[Answer] = []

    def wait_for(self, answers: int) -> None:
        while len(self.answers) < answers and (line := self._lines.readline()):
            self.answers.append(json.loads(line))

    def end(self) -> int:
        """Take what it still told; how it ended: a code, or the signal below zero."""
        self.wait_for(QUEUE)
        self._lines.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _send_all(group: Group, queue: Queue, writer: int) -> int:
    try:
        for key, said in queue:
            os.write(writer, (json.dumps(record(group, key, said)[0]) + "\n").encode())
    except Error:
        return DATABASE_GONE
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def record(group: Group, key: str, said: dict[str, Any]) -> tuple[Answer, bool]:
    """The answer to one meeting, and whether it was recorded before."""
    done = services.record_meeting(group.id, key=key, said=said, by=group["sekretaris"])
    return [key, str(done.meeting_id), done.number, *done.journals], done.again


def new_queue(group: Group, chance: random.Random) -> Queue:
    """Meetings of one day, each with a count that need not be right: the difference has its reason."""
    counts = [{"dihitung": chance.randrange(1, 900) * 1000, "alasan": "hitungan uji"} for _ in range(QUEUE)]
    return [(str(keys.new_key()), group.said(THURSDAY, counted=0, kas=count)) for count in counts]


def kill_database() -> None:
    """The server and all its processes at once: none of them clears up after another."""
    server = psutil.Process(int((home() / "db" / "data" / "postmaster.pid").read_text().split()[0]))
    server.suspend()
    everyone = [*server.children(recursive=True), server]
    for process in everyone:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    while not all(map(_is_dead, everyone)):
        time.sleep(0.002)


def _is_dead(process: psutil.Process) -> bool:
    """Gone, or waiting for a parent that takes its time to notice."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def wait_until_alone() -> None:
    """Until the server has noticed that the application is gone; what it was about to commit, it may."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid() LIMIT 1"
            )
            if cursor.fetchone() is None:
                return
            time.sleep(0.002)


def check_whole(group: Group) -> None:
    """Each record has its meeting, roll, sheet, batch and event; none of these is there without its record."""
    records = list(Record.objects.filter(meeting__ksm__public_id=group.id))
    meetings = Meeting.objects.filter(ksm__public_id=group.id)
    assert sorted(meetings.values_list("number", flat=True)) == list(range(1, len(records) + 1))
    assert not meetings.filter(records=None).exists()
    assert Ksm.objects.get(public_id=group.id).last_meeting == len(records)
    for part, each in ((Attendance, len(group.members)), (AgendaItem, 1), (Section, 1)):
        assert part.objects.filter(record__in=records).count() == each * len(records), part
    batches = Batch.objects.filter(book_id=group.book, verb="pertemuan")
    assert {batch.key: (batch.first_seq, batch.last_seq) for batch in batches} == {
        keys.part_of(one.key, "buku"): (one.batch_first, one.batch_last) for one in records
    }
    journals = sum(one.batch_last - one.batch_first + 1 for one in records)
    assert Journal.objects.filter(book_id=group.book).count() == journals
    acts = Event.objects.filter(action="ksm.catat-rapat", group=str(group.id))
    assert set(acts.values_list("id", flat=True)) == {one.event_id for one in records}
    assert [str(problem) for problem in group.verify().problems] == []


def recorded_of(queue: Queue) -> list[str]:
    """Keys of the queue that are recorded, in its order."""
    held = {str(key) for key in Record.objects.filter(key__in=[key for key, _ in queue]).values_list("key", flat=True)}
    return [key for key, _ in queue if key in held]


def strike(group: Group, queue: Queue, moment: Moment, typical: float) -> dict[str, Any]:
    """One round. What it saw: meetings answered before the kill, meetings recorded after it."""
    sender = Sender(group, queue)
    sender.wait_for(moment.answers)
    time.sleep(moment.part * typical)
    if moment.victim == DATABASE:
        kill_database()
        assert sender.end() == (0 if len(sender.answers) == QUEUE else DATABASE_GONE)
        acquire(home()).release()  # starts the server; this process has held the folder all the time
    else:
        os.kill(sender.pid, signal.SIGKILL)
        assert sender.end() in (0, -signal.SIGKILL)
    wait_until_alone()
    found = recorded_of(queue)
    assert found == [key for key, _ in queue][: len(found)]
    assert len(found) >= len(sender.answers), "an answered meeting is lost"
    check_whole(group)
    again = [record(group, key, said) for key, said in queue]
    assert [was_there for _, was_there in again] == [key in found for key, _ in queue]
    assert [answer for answer, _ in again[: len(sender.answers)]] == sender.answers
    return {"victim": moment.victim, "answered": len(sender.answers), "recorded": len(found)}


def time_of_one(group: Group, queue: Queue) -> float:
    """What a meeting takes here and now, when nobody is killed."""
    sender = Sender(group, queue)
    told = []
    for number in range(1, QUEUE + 1):
        sender.wait_for(number)
        told.append(time.monotonic())
    assert sender.end() == 0
    return statistics.median(later - earlier for earlier, later in zip(told, told[1:], strict=False))


def settle() -> None:
    """Let the planner know the tables: plans made for empty ones sweep them row by row."""
    with acquire(home()) as lease, psycopg.connect(lease.dsn("owner"), autocommit=True) as owner:
        owner.execute("ANALYZE")


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def plan(times: int, chance: random.Random) -> list[Moment]:
    """For each victim as many kills after each count of answers, spread over the time of a meeting, in any order."""
    parts = -(-times // QUEUE)
    moments = [
        Moment(victim, turn % QUEUE, (turn // QUEUE + chance.random()) / parts)
        for victim in (APPLICATION, DATABASE)
        for turn in range(times)
    ]
    chance.shuffle(moments)
    return moments


def main(times: int, seed: int) -> None:
    chance = random.Random(seed)
    wilayah.load_regions(FewRegions())
    rounds = []
    for number, moment in enumerate(plan(times, chance)):
        if number % ROUNDS == 0:
            group = make_group(title=f"KSM {number}")
            typical = time_of_one(group, new_queue(group, chance))
            settle()
        try:
            rounds.append(strike(group, new_queue(group, chance), moment, typical))
        except BaseException:
            print(f"seed {seed}, round {number}: {moment}; a meeting takes {typical:.3f} s", file=sys.stderr)
            raise
    kept = {name: setting(name) for name in ("fsync", "synchronous_commit", "full_page_writes")}
    print(json.dumps({"queue": QUEUE, "rounds": rounds, "kept": kept, "records": Record.objects.count()}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
