"""An example cycle around today, so that the example people have work to try."""

from __future__ import annotations

from datetime import timedelta

from swadaya.accounts.rules.access import system
from swadaya.core import clock

from . import services
from .models import Cycle
from .rules.calendar import STAGES, Phase
from .values import CycleInfo

METHOD = "idm-operasional-2020"
REGION = "3304"
_BEFORE, _AFTER = timedelta(days=30), timedelta(days=60)


def open_example_cycle() -> CycleInfo | None:
    """Open this year's example cycle for one kabupaten, every stage open; None when there is a cycle already."""
    if Cycle.objects.exists():
        return None
    today = clock.today()
    return services.open_cycle(
        METHOD,
        year=today.year,
        region=REGION,
        by=system("data contoh"),
        title=f"Pendataan contoh {today.year}",
        note="Contoh untuk mencoba; instrumen ini dipakai untuk tahun data 2020 sampai 2024.",
        phases=tuple(Phase(stage, today - _BEFORE, today + _AFTER) for stage in STAGES),
    )
