"""Choosing another group by a part of its name, without a script: search, pick, go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.ksm import selectors
from swadaya.ksm.values import GroupLine, GroupPage
from swadaya.wilayah import selectors as wilayah

_MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    line: GroupLine
    place: str


@dataclass(frozen=True, slots=True)
class Choice:
    """``chosen`` is the group that was picked; before that ``found`` are those the words fit."""

    words: str
    chosen: GroupPage | None
    found: tuple[Found, ...] = ()


def choice(
    request: HttpRequest, viewer: Viewer, *, besides: UUID, suits: Callable[[GroupLine], bool] = lambda _line: True
) -> Choice:
    """What was searched or picked so far. Only groups that the viewer sees are found."""
    words = request.GET.get("cari", "").strip()[:80]
    picked = _picked(request.POST.get("kelompok") or request.GET.get("kelompok", ""), viewer)
    if picked is not None and picked.id != besides:
        return Choice(words, picked)
    lines = selectors.groups_in("", by=viewer, text=words, limit=_MOST + 1) if words else []
    kept = [line for line in lines if line.id != besides and suits(line)][:_MOST]
    names = wilayah.names({line.desa for line in kept})
    return Choice(words, None, tuple(Found(line, names.get(line.desa, line.desa)) for line in kept))


def _picked(written: str, viewer: Viewer) -> GroupPage | None:
    try:
        return selectors.group(UUID(written), by=viewer)
    except (ValueError, OutOfSight):
        return None
