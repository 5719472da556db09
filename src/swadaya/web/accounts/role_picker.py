"""Choosing a role and its place step by step, by links alone: which role, then where, then the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import urlencode

from swadaya.accounts import group_directory, selectors
from swadaya.accounts.rules import granting, roles
from swadaya.accounts.rules.access import Held, Viewer
from swadaya.accounts.rules.roles import Role
from swadaya.core import codes
from swadaya.wilayah import selectors as wilayah

from ..ui.formatting import region_name

_LISTED = 60
"""So many places are shown at once; more are searched for by name."""
_BELOW = {"": "provinsi", "provinsi": "kabkota", "kabkota": "kecamatan", "kecamatan": "desa"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the chosen role may be given. ``way``: what lies above it."""

    region: str
    group: str
    name: str
    way: str
    query: str


@dataclass(frozen=True, slots=True)
class Choice:
    """How far the choice has come. ``spot`` None: a place is still to be chosen; ``role`` None: not even the role."""

    roles: list[tuple[Role, str]]
    role: Role | None
    spot: Spot | None
    spots: list[Spot]
    text: str
    asked: bool


def choose(request: HttpRequest, viewer: Viewer) -> Choice:
    """What the query string says was chosen: ``peran``, ``wilayah`` or ``kelompok``, and ``cari`` for a name."""
    given = request.POST if request.method == "POST" else request.GET
    able = selectors.gives(viewer)
    role = next((one for one in able if one.code == given.get("peran")), None)
    listed = [(one, urlencode({"peran": one.code})) for one in able]
    text = " ".join(given.get("cari", "").split())[:100]
    if role is None:
        return Choice(listed, None, None, [], "", asked=False)
    spot = _chosen(viewer, role, given.get("wilayah"), given.get("kelompok", ""))
    if spot is not None:
        return Choice(listed, role, spot, [], "", asked=False)
    return Choice(listed, role, None, _spots(viewer, role, text), text, asked=bool(text))


def _chosen(viewer: Viewer, role: Role, written: str | None, group: str) -> Spot | None:
    if written is None and not group:
        return None
    region = codes.normalise(written or "") or ""
    if (written or "") not in ("", "nasional") and not region:
        return None
    if region and wilayah.get(region) is None:
        return None
    if granting.problems(viewer, group_directory.grant_of(role.code, region, group), roles.book().roles):
        return None
    return _spot(role, region, group)


def _spots(viewer: Viewer, role: Role, text: str) -> list[Spot]:
    found: dict[tuple[str, str], Spot] = {}
    for own in [Held("")] if viewer.trusted else viewer.holding(granting.RIGHT):
        for region, group, way in _within(own, role, text):
            allowed = not granting.problems(
                viewer, group_directory.grant_of(role.code, region, group), roles.book().roles
            )
            if allowed and len(found) < _LISTED:
                found.setdefault((region, group), _spot(role, region, group, way))
    return list(found.values())


def _within(own: Held, role: Role, text: str) -> Iterator[tuple[str, str, str]]:
    """Places within a grant where a role could be given: region, group, what lies above."""
    if own.group:
        yield "", own.group, ""
        return
    if role.in_group and (text or len(own.region) == codes.DIGITS["desa"]):
        for place in group_directory.within(own.region, text, _LISTED):
            yield "", place.id, ""
    if not own.region and "nasional" in role.scopes and not text:
        yield "", "", ""
    level = codes.level_of(own.region) if own.region else ""
    for scope in role.scopes:
        if scope in codes.DIGITS and text:
            for hit in wilayah.search(text, parent=own.region, level=scope, limit=_LISTED):
                yield hit.region.code, "", hit.path.partition(", ")[2]
        elif scope == level and level:
            yield own.region, "", ""
        elif scope == _BELOW.get(level):
            for child in wilayah.children(own.region):
                if child.official:
                    yield child.code, "", ""


def _spot(role: Role, region: str, group: str, way: str = "") -> Spot:
    info = wilayah.get(region) if region else None
    name = region_name(info) if info else selectors.place_name("", group) if group else "Seluruh Indonesia"
    name = name[:1].upper() + name[1:]
    if info and not way:
        way = ", ".join(one.label for one in reversed(wilayah.breadcrumb(region)[:-1]))
    place = {"kelompok": group} if group else {"wilayah": region or "nasional"}
    return Spot(region, group, name, way, urlencode({"peran": role.code, **place}))
