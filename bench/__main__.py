"""``make bench``: every measurement, and whether each reaches its bar."""

from __future__ import annotations

import platform
import subprocess
import sys

PARTS = ("national", "imports", "pages", "api", "growth", "load", "ledger")


def main() -> int:
    """Each part in a process of its own, so that none lives off another's memory or caches."""
    print(f"Python {platform.python_version()} on {platform.machine()}; read ratios: the machine may be shared.")
    wanted = sys.argv[1:] or PARTS
    missed = []
    for part in wanted:
        print(f"\n== {part}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{part}"], check=False).returncode:
            missed.append(part)
    print(f"\nBelow its bar: {', '.join(missed)}" if missed else "\nEvery bar reached.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
