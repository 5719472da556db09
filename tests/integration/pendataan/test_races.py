"""Two at once, and a process that dies in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg

from swadaya.core.refusal import Refusal

from .conftest import DESA, OTHERS, Play


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts on connections of their own, all let go at the same moment; what each answered or raised."""
    from django.db import connection

    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[place] = act()
        except Refusal as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_verifiers_at_once_one_wins_and_the_other_is_told(live: Play) -> None:
    from swadaya.pendataan import services

    live.bring_to("diajukan")
    version = live.page().version

    def verify() -> Any:
        return services.verify(live.cycle.id, desa=DESA, level="kecamatan", version=version, by=live["kecamatan"])

    def give_back() -> Any:
        return services.return_form(live.cycle.id, desa=DESA, version=version, reason="Bidan.", by=live["kecamatan"])

    answers = at_once(verify, give_back)
    [lost] = [answer for answer in answers if isinstance(answer, Refusal)]
    [won] = [answer for answer in answers if not isinstance(answer, Refusal)]
    assert lost.problem.code == "isian.sudah-berubah"
    assert "Orang kecamatan" in str(lost)
    assert live.page().state == won.state
    assert len(live.page().steps) == 3


def test_a_return_sent_twice_with_one_key_is_one_step_at_every_level(live: Play) -> None:
    from swadaya.pendataan import services

    ways = (("diajukan", "kecamatan"), ("kecamatan", "kabupaten"), ("kabupaten", "provinsi"))
    for (state, level), desa in zip(ways, (DESA, *OTHERS), strict=False):
        live.bring_to(state, desa=desa)
        version, key = live.page(desa).version, str(services.new_key())
        first, again = (live.act("kembali", desa=desa, by=level, version=version, key=key) for _ in range(2))
        assert first == again
        assert live.page(desa).state == "diisi"


def test_one_submission_sent_at_once_four_times_is_one_step(live: Play) -> None:
    from swadaya.pendataan import services

    live.bring_to("diisi")
    version, key = live.page().version, str(services.new_key())

    def submit() -> Any:
        return services.submit(live.cycle.id, desa=DESA, version=version, by=live["operator"], key=key)

    first, *others = at_once(*[submit] * 4)
    assert first.state == "diajukan"
    assert others == [first] * 3
    assert [step.verb for step in live.page().steps] == ["isi", "ajukan"]


def test_the_first_answers_of_two_people_at_once_make_one_form(live: Play) -> None:
    from swadaya.pendataan.models import Form

    at_once(lambda: live.save({"bidan": "2"}), lambda: live.save({"dokter": "1"}, by="pld"))
    assert Form.objects.count() == 1
    assert {column: answer.value for column, answer in live.page().answers.items()} == {"bidan": "2", "dokter": "1"}


def test_two_decrees_at_once_are_one(live: Play) -> None:
    from swadaya.indeks.models import Run
    from swadaya.pendataan.models import Publication

    live.bring_to("provinsi")
    reasons = live.reasons_to_go_on()
    answers = at_once(*[lambda: live.publish(overrides=reasons)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid", "PublicationInfo"]
    assert (Publication.objects.count(), Run.objects.count()) == (1, 1)


def left_behind() -> dict[str, int]:
    from swadaya.accounts.models import Event
    from swadaya.indeks.models import Batch, Result, Run, ScoreSheet
    from swadaya.pendataan.models import Blob, Document, Publication, PublicationChange, Step

    kinds = (Batch, Result, Run, ScoreSheet, Publication, PublicationChange, Document, Blob)
    found = {kind.__name__: kind.objects.count() for kind in kinds}
    return found | {
        "decided": Step.objects.filter(verb="tetapkan").count(),
        "events": Event.objects.filter(action="siklus.tetapkan").count(),
    }


def test_a_publication_killed_in_the_middle_leaves_nothing_and_then_succeeds_whole(
    live: Play, cluster: Any, owner_connection: psycopg.Connection, cli: Callable[..., Any], tmp_path: Any
) -> None:
    """Killed at three places: before the sheets, before the decree, and before the last document."""
    from django.db import connection

    for desa in (DESA, *OTHERS[:3]):
        live.bring_to("provinsi", desa=desa)
    words = [
        *(
            "siklus",
            "terbitkan",
            str(live.cycle.id),
            "--number",
            "1/2024",
            "--date",
            "2024-07-05",
            "--title",
            "Keputusan",
        ),
        *("--signer", "Nama Satu:Dirjen", "--signer", "Nama Dua:Sekjen", "--reason", "belum-diisi:disetujui"),
    ]
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.dsn("app", name),
        "DATABASE_OWNER_URL": cluster.dsn("owner", name),
        "SWADAYA_HOME": str(tmp_path / "home"),
    }
    for table in ("indeks_scoresheet", "pendataan_publication", "pendataan_document"):
        with psycopg.connect(**cluster.parameters("owner", name)) as holder:
            holder.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            process = subprocess.Popen(
                [sys.executable, "-m", "swadaya.cli.main", *words], env=environment, stderr=subprocess.PIPE, text=True
            )
            while not waits_for(owner_connection, table):
                assert process.poll() is None, process.stderr.read() if process.stderr else ""
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
        while owner_connection.execute(
            "SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname LIKE 'pendataan%'"
        ).fetchone():
            time.sleep(0.02)
        assert set(left_behind().values()) == {0}
        assert live.page().state == "provinsi"
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    assert "4 desa" in done.stdout
    found = left_behind()
    assert (found["Publication"], found["decided"], found["Result"], found["PublicationChange"]) == (1, 4, 4, 4)
    assert found["Document"] == 5
    assert live.page().state == "ditetapkan"


def waits_for(link: psycopg.Connection, table: str) -> bool:
    """Whether somebody waits for a lock on the table."""
    query = "SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = %s AND NOT l.granted"
    return link.execute(query, [table]).fetchone() is not None
