"""Keeps child processes alive: a crashed one starts again, later and later if it keeps crashing."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds
_HEALTHY = 60.0  # seconds alive after which a crash counts as the first
_PATIENCE = 15.0  # seconds for a child to end in order


@dataclass(slots=True)
class Child:
    """A command to keep running, under a name for people."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    due: float = field(default=0.0)

    def launch(self) -> None:
        self.process = subprocess.Popen(self.command, env=self.environment)
        self.started = time.monotonic()


class Supervisor:
    """Starts children, restarts them, and ends them when asked to (SIGTERM, SIGINT, Ctrl-C)."""

    def __init__(self, children: list[Child], report: Callable[[str], None]) -> None:
        self.children = children
        self._report = report
        self._leaving = threading.Event()
        self._before: dict[signal.Signals, Any] = {}

    def start(self) -> None:
        self._before = {sign: signal.signal(sign, self._leave) for sign in (signal.SIGTERM, signal.SIGINT)}
        for child in self.children:
            child.launch()

    def wait(self) -> None:
        """Return after the request to leave, once every child has ended."""
        try:
            while not self._leaving.wait(0.2):
                for child in self.children:
                    self._look_after(child)
        finally:
            self._end()

    def _leave(self, _signal: int, _frame: FrameType | None) -> None:
        self._leaving.set()

    def _look_after(self, child: Child) -> None:
        moment = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            if moment - child.started > _HEALTHY:
                child.pause = _FIRST_PAUSE
            child.process, child.due = None, moment + child.pause
            self._report(f"{child.name} berhenti (kode {code}); dijalankan lagi dalam {child.pause:.0f} detik.")
            child.pause = min(2 * child.pause, _LONGEST_PAUSE)
        elif moment >= child.due:
            child.launch()

    def _end(self) -> None:
        alive = [child.process for child in self.children if child.process is not None]
        for process in alive:
            process.terminate()
        deadline = time.monotonic() + _PATIENCE
        for process in alive:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for sign, handler in self._before.items():
            signal.signal(sign, handler)
