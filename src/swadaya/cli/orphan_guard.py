"""A supervised process does not outlive its supervisor, even one that was killed without a word."""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "SWADAYA_SUPERVISOR"
_INTERVAL = 1.0


def end_with_parent() -> None:
    """Watch the supervisor that named itself in the environment, if any; end when it is gone."""
    supervisor = os.environ.pop(VARIABLE, "")
    if supervisor:
        threading.Thread(target=_watch, args=(int(supervisor),), daemon=True).start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(_INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
