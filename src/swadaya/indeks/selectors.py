"""Questions this room answers. The bodies live in ``reading``, in modules named after what they ask about."""

from .reading.compare import ComparedVillage, compared_villages
from .reading.figures import Figures, added_up, figures_in, figures_of, grouped
from .reading.focus import FocusPage, Profile, focus_page
from .reading.moves import Flow, MovesPage, Step, base_of, flows_of, moves_page
from .reading.progress import SteppedVillage, progress
from .reading.regions import RegionPage, region_page, trail
from .reading.runs import Edition, RunInfo, edition, has_published_runs, published_runs, runs, shown_run
from .reading.villages import (
    Provenance,
    Ranking,
    VillageFigure,
    VillagePage,
    statuses_of,
    table_rows,
    village_page,
    villages_in,
    ways_of,
)

__all__ = [
    "ComparedVillage",
    "Edition",
    "Figures",
    "Flow",
    "FocusPage",
    "MovesPage",
    "Profile",
    "Provenance",
    "Ranking",
    "RegionPage",
    "RunInfo",
    "Step",
    "SteppedVillage",
    "VillageFigure",
    "VillagePage",
    "added_up",
    "base_of",
    "compared_villages",
    "edition",
    "figures_in",
    "figures_of",
    "flows_of",
    "focus_page",
    "grouped",
    "has_published_runs",
    "moves_page",
    "progress",
    "published_runs",
    "region_page",
    "runs",
    "shown_run",
    "statuses_of",
    "table_rows",
    "trail",
    "village_page",
    "villages_in",
    "ways_of",
]
