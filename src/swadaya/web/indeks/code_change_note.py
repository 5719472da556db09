"""What is said of a region whose code changed: the same place has figures under two codes."""

from __future__ import annotations

from swadaya.core.codes import dotted
from swadaya.wilayah.rules.code_changes import moves

from ..ui.formatting import day


def code_note(code: str) -> str:
    """Which code the kabupaten had before, or has since; empty where nothing changed.

    >>> code_note("3304")
    ''
    """
    prefix = code[:4]
    if len(prefix) < 4:
        return ""
    for move in moves():
        if move.new == prefix:
            return (
                f"Sebelum {day(move.effective_on)} kabupaten ini berkode {dotted(move.old)} ({move.law}); "
                f"angka tahun-tahun itu tercatat pada kode lama."
            )
        if move.old == prefix:
            return (
                f"Sejak {day(move.effective_on)} kabupaten ini berkode {dotted(move.new)} ({move.law}); "
                f"angka tahun-tahun sesudahnya tercatat pada kode baru."
            )
    return ""
