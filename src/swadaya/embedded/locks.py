"""A lock on a file that the operating system gives back when its holder dies, even by ``kill -9``.

One object is one holder: two objects on the same file are two holders, also inside one process.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import TracebackType

if sys.platform == "win32":
    from fasteners import InterProcessReaderWriterLock
else:
    import fcntl


class FileLock:
    """Shared (many holders) or exclusive (one holder). Forked children hold it too until they end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None
        if sys.platform == "win32":
            self._lock = InterProcessReaderWriterLock(str(path))
            self._writes = False
        else:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def shared(self) -> None:
        """Wait until nobody holds it exclusively."""
        self._take(exclusive=False, wait=True)

    def exclusive(self) -> None:
        """Wait until nobody else holds it."""
        self._take(exclusive=True, wait=True)

    def try_exclusive(self) -> bool:
        """Take it alone if nobody else holds it. On False a shared hold is lost: call it when leaving."""
        return self._take(exclusive=True, wait=False)

    def close(self) -> None:
        """Let go. Safe to call twice; in a forked child it lets go of the child's hold only."""
        if sys.platform == "win32":
            self._let_go()
        elif self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take(self, *, exclusive: bool, wait: bool) -> bool:
        if sys.platform == "win32":
            self._let_go()
            acquire = self._lock.acquire_write_lock if exclusive else self._lock.acquire_read_lock
            taken = bool(acquire(blocking=wait))
            self._writes = exclusive
            return taken
        if self._descriptor is None:
            raise ValueError(f"{self.path}: the lock is closed")
        how = (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(self._descriptor, how)
        except BlockingIOError:
            return False
        return True

    if sys.platform == "win32":

        def _let_go(self) -> None:
            release = self._lock.release_write_lock if self._writes else self._lock.release_read_lock
            with contextlib.suppress(Exception):  # it was not held
                release()

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
