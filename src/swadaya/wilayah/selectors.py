"""Questions this room answers. The bodies live in the modules named after what they ask about."""

from .areas import AreaInfo, SchemeInfo, area, areas, areas_of, members, schemes
from .outlines import StoredLayer, boundaries_for, boundary_layers
from .regions import (
    RegionInfo,
    SuccessionInfo,
    VersionInfo,
    breadcrumb,
    children,
    counts,
    desa_codes_in,
    from_alias,
    get,
    is_loaded,
    names,
    predecessors,
    ranges_of,
    successors,
    versions,
)
from .search import Hit, search

__all__ = [
    "AreaInfo",
    "Hit",
    "RegionInfo",
    "SchemeInfo",
    "StoredLayer",
    "SuccessionInfo",
    "VersionInfo",
    "area",
    "areas",
    "areas_of",
    "boundaries_for",
    "boundary_layers",
    "breadcrumb",
    "children",
    "counts",
    "desa_codes_in",
    "from_alias",
    "get",
    "is_loaded",
    "members",
    "names",
    "predecessors",
    "ranges_of",
    "schemes",
    "search",
    "successors",
    "versions",
]
