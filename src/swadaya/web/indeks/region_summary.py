"""A group of villages as pages show it: its class and the text of its mean, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from swadaya.core.codes import dotted
from swadaya.indeks.selectors import Figures
from swadaya.methodology.schema import Method, StatusClass

from ..ui.formatting import index_text, lagging


@dataclass(frozen=True, slots=True)
class Seen:
    """``status`` and ``text`` are those of the mean; None and a dash without one. ``behind``: villages lagging."""

    code: str
    name: str
    desa: int
    with_index: int
    classes: tuple[int, ...]
    status: StatusClass | None
    text: str
    behind: int


def summarise(method: Method, groups: Iterable[Figures]) -> list[Seen]:
    """Look at each group once, in the order given."""
    low = len(lagging(method))
    return [
        Seen(
            one.code,
            one.name or (dotted(one.code) if one.code.isdigit() else ""),
            one.desa,
            one.with_index,
            one.classes,
            one.status(method),
            index_text(method, one.mean) if one.mean is not None else "–",
            sum(one.classes[:low]),
        )
        for one in groups
    ]
