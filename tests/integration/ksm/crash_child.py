"""A sender that is killed again and again while it records a queue of meetings; run by the test of crashes.

Arguments: a file with the group, the person and the queue as JSON; how many times to be killed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from uuid import UUID

from swadaya.cli.setup import django_ready

django_ready("app", schema=False)

from django.db import connections  # noqa: E402

from swadaya.accounts.access import Held, Viewer  # noqa: E402
from swadaya.ksm import services  # noqa: E402


def send_all(order: dict) -> None:
    """The whole queue from its beginning, as a device does after it starts again."""
    by = Viewer(order["person"], "Ibu sekretaris", (Held("sekretaris-ksm", group=order["group"]),), second_factor=True)
    for key, said in order["queue"]:
        services.record_meeting(UUID(order["group"]), key=key, said=said, by=by)


def main() -> None:
    order, times = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), int(sys.argv[2])
    connections.close_all()
    chance = random.Random(order["seed"])
    for _ in range(times):
        child = os.fork()
        if not child:
            send_all(order)
            os._exit(0)
        time.sleep(chance.uniform(0.01, 0.4))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    send_all(order)
    sys.stdout.write("done")


if __name__ == "__main__":
    main()
