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
            group.code,
            group.name or (dotted(group.code) if group.code.isdigit() else ""),
            group.desa,
            group.with_index,
            group.classes,
            group.status(method),
            index_text(method, group.mean) if group.mean is not None else "–",
            sum(group.classes[:low]),
        )
        for group in groups
    ]
