"""A province beside its island group, and its kabupaten inside and outside each legal tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.safestring import SafeString

from swadaya.indeks.selectors import Figures, RegionPage, added_up
from swadaya.wilayah.rules import code_changes, groupings
from swadaya.wilayah.rules.groupings import Tag
from swadaya.wilayah.selectors import RegionInfo

from ..ui.formatting import short_name
from .region_summary import summarise
from .tables import parts_table

_KABKOTA = 4  # digits


def wanted_groups() -> list[str]:
    """The groupings to read along with a province's page: the islands of the default scheme."""
    return [f"pulau:{scheme.code}" for scheme in groupings.schemes() if scheme.default]


def groups_table(page: RegionPage, region: RegionInfo) -> SafeString | str:
    """The province, its island group, and what is inside and outside each tag in force; empty for other regions."""
    if region.level != "provinsi":
        return ""
    method = page.run.method
    rows = [replace(page.figures, name=short_name(region))]
    for scheme in groupings.schemes():
        group = next((one for one in scheme.groups if region.code in one.members), None)
        found = [one for one in page.groups.get(f"pulau:{scheme.code}", []) if group and one.code == group.code]
        rows += [replace(one, name=f"Kelompok pulau {group.label}") for one in found if group]
    for tag in groupings.tags():
        inside = tagged(page.parts, tag) if _in_force(tag, page.run.year) else None
        if not inside:
            continue
        outside = [one for one in page.parts if one.code not in {part.code for part in inside}]
        rows.append(added_up(inside, method, code="", name=tag.label))
        if outside:
            rows.append(added_up(outside, method, code="", name=f"Selain {tag.label[:1].lower()}{tag.label[1:]}"))
    if len(rows) < 2:
        return ""
    return parts_table(
        method, summarise(method, rows), None, heading="Kelompok", caption="Provinsi ini dan kelompoknya."
    )


def _in_force(tag: Tag, year: int) -> bool:
    return tag.valid_from.year <= year and (tag.valid_to is None or year <= tag.valid_to.year)


def tagged(parts: Sequence[Figures], tag: Tag) -> list[Figures] | None:
    """Kabupaten inside a tag, under their new or their old code; None where a tag names what is smaller than these."""
    prefixes = {old for member in tag.members for old in (member, *code_changes.predecessors_of(member))}
    province = {part.code[:2] for part in parts}
    if any(len(prefix) > _KABKOTA and prefix[:2] in province for prefix in prefixes):
        return None
    return [part for part in parts if part.code in prefixes or part.code[:2] in prefixes]
