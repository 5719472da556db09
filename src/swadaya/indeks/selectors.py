"""Questions this room answers. The bodies live in ``reading``, in modules named after what they ask about."""

from .queries.compare import ComparedVillage, compared_villages
from .queries.figures import Figures, added_up, figures_in, figures_of, grouped
from .queries.focus import FocusPage, Profile, focus_page
from .queries.moves import Flow, MovesPage, Step, base_of, flows_of, moves_page
from .queries.progress import SteppedVillage, progress
from .queries.regions import RegionPage, region_page, trail
from .queries.runs import Edition, RunInfo, edition, has_published_runs, published_runs, runs, shown_run
from .queries.villages import (
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
