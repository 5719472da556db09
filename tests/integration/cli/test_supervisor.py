"""Children are kept alive, and leave with their supervisor in every way it can leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import psutil

from swadaya.cli.supervisor import Child, Supervisor


def _supervise(tmp_path, command, seconds):
    said: list[str] = []
    child = Child("anak", command, dict(os.environ), pause=0.1)
    supervisor = Supervisor([child], report=said.append)
    supervisor.start()
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    supervisor.wait()
    return said, child


def test_a_crashed_child_starts_again_later_and_later(tmp_path):
    mark = tmp_path / "starts"
    said, _ = _supervise(tmp_path, ["sh", "-c", f"echo x >> {mark}; exit 3"], 2.0)
    starts = len(mark.read_text().split())
    assert 3 <= starts <= 6
    assert said[0] == "anak berhenti (kode 3); dijalankan lagi dalam 0 detik."


def test_a_request_to_end_ends_the_children(tmp_path):
    began = time.monotonic()
    said, child = _supervise(tmp_path, ["sleep", "600"], 0.5)
    assert said == [] and child.process is not None and child.process.returncode == -signal.SIGTERM
    assert time.monotonic() - began < 10


def test_a_child_ends_when_its_supervisor_was_killed():
    child = "import os, time; from swadaya.cli.orphan_guard import end_with_parent; end_with_parent(); time.sleep(600)"
    code = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}],"
        " env={**os.environ, 'SWADAYA_SUPERVISOR': str(os.getpid())})\n"
        "print(child.pid, flush=True); time.sleep(600)\n"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    watched = psutil.Process(int(supervisor.stdout.readline()))
    time.sleep(1)
    supervisor.kill()
    supervisor.wait()
    gone, _ = psutil.wait_procs([watched], timeout=20)
    assert gone or watched.status() == psutil.STATUS_ZOMBIE
