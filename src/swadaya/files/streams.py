"""The content of an upload, read no further than is allowed, and how a file is refused: in one sentence."""

from __future__ import annotations

import io
from typing import Protocol

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

_BLOCK = 1 << 16


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_limited(stream: Stream, *, name: str, limit: int) -> bytes:
    """The whole content; ``berkas.terlalu-besar`` as soon as more than ``limit`` bytes came."""
    collected = io.BytesIO()
    while block := stream.read(_BLOCK):
        collected.write(block)
        if collected.tell() > limit:
            raise refused("terlalu-besar", name, f"lebih dari {limit >> 20} MB", f"paling banyak {limit >> 20} MB")
    return collected.getvalue()


def refused(code: str, name: str, got: str, expected: str, hint: str = "") -> Invalid:
    """The refusal of a file: ``berkas.<code>``."""
    return Invalid(Problem(f"berkas.{code}", Where(file=name[:120]), got, expected, hint))
