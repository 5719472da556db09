"""A region is a prefix of codes; a prefix is a range of text in byte order.

Code columns carry collation "C", so a range is read from a btree index in any database locale.
"""

from __future__ import annotations

from collections.abc import Iterable

CodeRange = tuple[str, str]


def code_range(prefix: str) -> CodeRange:
    """Lowest code (included) and first text past the last code (excluded) of a region; "" is the nation.

    The character after "9" in byte order is ":", so no arithmetic on codes is needed.

    >>> code_range("33"), code_range("")
    (('33', '33:'), ('', ':'))
    """
    return prefix, f"{prefix}:"


def ranges(prefixes: Iterable[str]) -> list[CodeRange]:
    """Ranges of many prefixes, in order, without those that lie inside another.

    >>> ranges(["3304", "33", "12", "33"])
    [('12', '12:'), ('33', '33:')]
    """
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return [code_range(prefix) for prefix in kept]
