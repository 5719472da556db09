"""A small nation, people with roles, and a cycle whose calendar is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from standing import layer
from whole_form import WHOLE

from swadaya.accounts.rules.access import Held, Viewer
from swadaya.core import clock
from swadaya.core.codes import level_of, parent
from swadaya.pendataan.rules.calendar import STAGES, Phase
from swadaya.pendataan.values import CycleInfo, Decree, Moved, Said, Saved, Signer
from swadaya.wilayah.rules.naming import kind_of
from swadaya.wilayah.rules.source import RegionRow, known_names

KECAMATAN = "330409"
METHOD = "idm-operasional-2020"
YEAR = 2024
DECREE = Decree(
    "1/KPTS/2024",
    date(2024, 7, 5),
    "Keputusan tentang status kemajuan dan kemandirian desa",
    (Signer("Nama Satu", "Direktur Jenderal"), Signer("Nama Dua", "Sekretaris Jenderal")),
)


@dataclass
class FewRegions:
    """One real district and a neighbour as a list of regions: quick to load."""

    prefixes: tuple[str, ...] = (KECAMATAN, "110102")
    valid_from: date = date(2025, 4, 25)
    name: str = "daftar uji"
    decree: str = "Keputusan uji"
    rows_of: dict[str, str] = field(default_factory=dict)

    def rows(self) -> Any:
        for code, name in sorted(known_names().items()):
            if any(code.startswith(prefix) or prefix.startswith(code) for prefix in self.prefixes):
                yield RegionRow(code, level_of(code), kind_of(code), name, parent(code))


def villages() -> list[str]:
    return [code for code in sorted(known_names()) if len(code) == 10 and code.startswith(KECAMATAN) and code[6] != "1"]


DESA, *OTHERS = villages()


@dataclass
class Play:
    """The year as its people play it; every call answers what the service answers."""

    cycle: CycleInfo
    people: dict[str, Viewer]

    def __getitem__(self, name: str) -> Viewer:
        return self.people[name]

    def save(self, answers: Mapping[str, str] = WHOLE, *, desa: str = DESA, by: str = "operator", **same: Any) -> Saved:
        from swadaya.pendataan import services

        said = [Said(str(services.new_key()), column, value, **same) for column, value in answers.items()]
        return services.save_answers(self.cycle.id, desa=desa, answers=said, by=self.people[by])

    def page(self, desa: str = DESA, by: str = "auditor") -> Any:
        from swadaya.pendataan import selectors

        return selectors.form(self.cycle.id, desa, by=self.people[by])

    def act(self, verb: str, *, desa: str = DESA, by: str = "", **given: Any) -> Moved:
        """ajukan, kecamatan, kabupaten, provinsi, kembali, buka; by whoever usually does it, at the version shown."""
        from swadaya.pendataan import services

        state = self.page(desa).state
        returning = {"diajukan": "kecamatan", "kecamatan": "kabupaten", "kabupaten": "provinsi"}.get(state, "penerbit")
        usual = {"ajukan": "operator", "kembali": returning, "buka": "penerbit"}.get(verb, verb)
        options = {"desa": desa, "version": self.page(desa).version, "by": self.people[by or usual]} | given
        if verb == "ajukan":
            return services.submit(self.cycle.id, **options)
        if verb == "kembali":
            return services.return_form(self.cycle.id, **({"reason": "Periksa jumlah bidan."} | options))
        if verb == "buka":
            return services.reopen(self.cycle.id, **({"reason": "Jumlah bidan keliru."} | options))
        return services.verify(self.cycle.id, level=verb, **options)

    def bring_to(self, state: str, *, desa: str = DESA, answers: Mapping[str, str] = WHOLE) -> None:
        """From nothing to a state by the ordinary way."""
        way = ["diisi", "diajukan", "kecamatan", "kabupaten", "provinsi"]
        if state == "kosong":
            return
        self.save(answers, desa=desa)
        for step in way[1 : way.index(state) + 1]:
            self.act("ajukan" if step == "diajukan" else step, desa=desa)

    def reasons_to_go_on(self) -> dict[str, str]:
        from swadaya.pendataan import selectors

        found = selectors.readiness(self.cycle.id, by=self.people["penerbit"]).findings
        return {finding.code: "disetujui rapat" for finding in found if finding.overridable}

    def publish(self, **given: Any) -> Any:
        from swadaya.pendataan import services

        options = {"decree": DECREE, "overrides": self.reasons_to_go_on(), "by": self.people["penerbit"]} | given
        return services.publish(self.cycle.id, **options)


GRANTS = {
    "operator": ("operator-desa", DESA),
    "pld": ("pld", KECAMATAN),
    "kecamatan": ("pemeriksa-kecamatan", KECAMATAN),
    "kecamatan-lain": ("pemeriksa-kecamatan", "110102"),
    "kabupaten": ("pemeriksa-kabupaten", KECAMATAN[:4]),
    "provinsi": ("pemeriksa-provinsi", KECAMATAN[:2]),
    "nasional": ("pemeriksa-nasional", ""),
    "penerbit": ("penerbit", ""),
    "auditor": ("auditor", ""),
    "warga": ("warga", DESA),
    "administrator": ("administrator", ""),
}


def viewer(person_id: int, name: str, *held: tuple[str, str]) -> Viewer:
    return Viewer(person_id, name, tuple(Held(role, region) for role, region in held), second_factor=True)


def make_people() -> dict[str, Viewer]:
    """One person for each role; the operator answers for every village of the district."""
    from swadaya.accounts.models import Person

    found = {}
    for name, grant in GRANTS.items():
        person = Person.objects.create(username=f"orang-{name}", name=f"Orang {name}", created_at=clock.now())
        found[name] = viewer(person.id, person.name, grant)
    everywhere = [("operator-desa", desa) for desa in (DESA, *OTHERS)]
    found["operator"] = viewer(found["operator"].person_id or 0, found["operator"].name, *everywhere)
    return found


def open_phases() -> tuple[Phase, ...]:
    return tuple(Phase(stage, clock.today() - timedelta(days=5), clock.today() + timedelta(days=5)) for stage in STAGES)


def begin(*, method: str = METHOD, region: str = KECAMATAN, year: int = YEAR, note: str = "") -> Play:
    from swadaya.accounts.rules.access import system
    from swadaya.pendataan import services
    from swadaya.wilayah import selectors
    from swadaya.wilayah import services as wilayah

    if not selectors.is_loaded():
        wilayah.load_regions(FewRegions())
    cycle = services.open_cycle(method, year=year, region=region, by=system("uji"), phases=open_phases(), note=note)
    return Play(cycle, make_people())


@pytest.fixture
def start() -> Callable[..., Play]:
    return begin


standing_play = layer("standing_play", begin)


@pytest.fixture
def play(standing_play: Play) -> Play:
    return standing_play


@pytest.fixture
def live(transactional_db: None) -> Play:
    """The same, committed, for tests with several connections."""
    return begin()
