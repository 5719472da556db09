"""Writes of this room, each in one transaction. The bodies live in the modules named with an underscore."""

from ._aliases import AliasReport, import_aliases
from ._areas import AreaReport, import_areas, load_areas
from ._boundaries import BoundaryReport, LayerInfo, install_boundaries
from ._historical import HistoricalRegion, ensure_historical
from ._loading import LoadReport, load_regions

__all__ = [
    "AliasReport",
    "AreaReport",
    "BoundaryReport",
    "HistoricalRegion",
    "LayerInfo",
    "LoadReport",
    "ensure_historical",
    "import_aliases",
    "import_areas",
    "install_boundaries",
    "load_areas",
    "load_regions",
]
