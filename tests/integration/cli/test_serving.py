"""The web server and the worker as their own processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

from swadaya.embedded import status


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _get(address: str, seconds: float = 60):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return urlopen(address, timeout=10)
        except HTTPError as answer:
            return answer
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_run_serves_a_page_and_leaves_nothing_behind(tmp_path):
    home, port = tmp_path / "home", _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "swadaya.cli.main", "run", "--port", str(port), "--workers", "1", "--no-example"],
        env={**os.environ, "SWADAYA_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    answer = _get(f"http://127.0.0.1:{port}/alamat-yang-tidak-ada", 120)
    assert answer.status == 404
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"Swadaya siap: http://127.0.0.1:{port}/" in said
    assert status(home).pid is None


def test_serve_answers_and_stops_the_database_when_it_ends(copy_migrated_home, tmp_path):
    home, port = copy_migrated_home(tmp_path / "home"), _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "swadaya.cli.main", "serve", "--port", str(port), "--workers", "1"],
        env={**os.environ, "SWADAYA_HOME": str(home)},
    )
    assert _get(f"http://127.0.0.1:{port}/alamat-yang-tidak-ada").status == 404
    assert status(home).pid is not None
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) in (0, 143, -signal.SIGTERM)
    assert status(home).pid is None
