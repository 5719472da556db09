"""A small nation, one group with its officers and members, and the people around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from standing import layer

from swadaya.accounts.rules.access import Held, Viewer, system
from swadaya.core import clock
from swadaya.core.codes import level_of, parent
from swadaya.ksm.values import NewMember
from swadaya.wilayah.rules.naming import kind_of
from swadaya.wilayah.rules.source import RegionRow, known_names

collect_ignore = ["crash_child.py"]  # a program of its own, not to be imported
DESA = "3304092011"
SYSTEM = system("uji")
FOUNDED = date(2026, 1, 1)
ATURAN = {
    "pertemuan": {"irama": "mingguan", "hari": "Kamis", "tempat": "bergilir"},
    "simpanan": [{"jenis": "wajib", "jumlah": 10000, "irama": "pertemuan"}, {"jenis": "sukarela"}],
    "pembukuan": {"penulis": "sekretaris"},
    "pinjaman": {"aturan": "sesudah tiga bulan"},
    "angsuran": {"aturan": "tiap bulan"},
    "denda": [{"sebab": "terlambat", "jumlah": 1000}],
    "tanggung_renteng": ["simpanan-sendiri", "iuran-anggota"],
}
NAMES = (
    "Siti Aminah",
    "Sri Wahyuni",
    "Ngatinah",
    "Tumirah",
    "Suparti",
    "Rohyati",
    "Warsini",
    "Kasirun",
    "Painah",
    "Sutarno",
    "Mukini",
    "Darsono",
)


@dataclass
class FewRegions:
    """A few villages of two provinces as a list of regions: quick to load."""

    prefixes: tuple[str, ...] = ("330409", "110102")
    valid_from: date = date(2025, 4, 25)
    name: str = "daftar uji"
    decree: str = "Keputusan uji"

    def rows(self) -> Any:
        for code, name in sorted(known_names().items()):
            if any(code.startswith(prefix) or prefix.startswith(code) for prefix in self.prefixes):
                yield RegionRow(code, level_of(code), kind_of(code), name, parent(code))


@dataclass
class Group:
    """A group as its people play it; every call answers what the service answers."""

    id: UUID
    people: dict[str, Viewer]
    members: list[int] = field(default_factory=list)

    def __getitem__(self, name: str) -> Viewer:
        return self.people[name]

    def said(self, on: date, *, counted: int, **more: Any) -> dict[str, Any]:
        """A meeting at which everybody is present and saves what is usual."""
        return {
            "tanggal": on.isoformat(),
            "hadir": {str(member): "H" for member in self.members},
            "agenda": [{"judul": "Simpanan", "keadaan": "terlaksana"}],
            "simpanan": [{"anggota": member, "jenis": "wajib", "jumlah": "10.000"} for member in self.members],
            "kas": {"dihitung": counted},
            **more,
        }

    def record(self, on: date, *, counted: int, by: str = "sekretaris", key: Any = None, **more: Any) -> Any:
        from swadaya.core import keys
        from swadaya.ksm import services

        said = self.said(on, counted=counted, **more)
        return services.record_meeting(self.id, key=key or keys.new_key(), said=said, by=self.people[by])

    def verify(self) -> Any:
        """What the ledger finds wrong in the group's book."""
        from swadaya.ledger import verification

        return verification.verify(by=SYSTEM, book_id=self.book)

    @property
    def book(self) -> int:
        from swadaya.ksm.models import Ksm

        found = Ksm.objects.get(public_id=self.id).book
        assert found is not None
        return found


def make_person(name: str, *held: Held) -> Viewer:
    from swadaya.accounts.models import Person

    person, _ = Person.objects.get_or_create(
        username=name.replace(" ", "-"), defaults={"name": f"Ibu {name}", "created_at": clock.now(), "password": "!"}
    )
    return Viewer(person.id, person.name, held, second_factor=True)


def make_people(ksm_id: UUID) -> dict[str, Viewer]:
    own = str(ksm_id)
    grants: Mapping[str, Held] = {
        "sekretaris": Held("sekretaris-ksm", group=own),
        "bendahara": Held("bendahara-ksm", group=own),
        "ketua": Held("ketua-ksm", group=own),
        "anggota": Held("anggota-kelompok", group=own),
        "lain": Held("sekretaris-ksm", group="00000000-0000-0000-0000-000000000000"),
        "unit": Held("unit-pengelola", region=DESA),
        "auditor": Held("auditor", region="33"),
    }
    return {name: make_person(name, held) for name, held in grants.items()}


def make_group(names: Iterable[str] = NAMES, *, title: str = "KSM Sumber Rejeki", founded: date = FOUNDED) -> Group:
    """A group with its aturan main agreed by all, and three officers."""
    from swadaya.ksm import services

    facilitator = make_person("fasilitator", Held("fasilitator", region=DESA[:6]))
    ksm_id = services.register_group(DESA, name=title, by=facilitator, founded_on=founded)
    group = Group(ksm_id, {"fasilitator": facilitator, **make_people(ksm_id)})
    for number, name in enumerate(names):
        joining = NewMember(name, "L" if number % 4 == 3 else "P", founded, consents=("prinsip",))
        group.members.append(services.join_member(ksm_id, member=joining, by=facilitator))
    if group.members:
        services.agree_settings(ksm_id, effective_on=founded, said=ATURAN, agreed_by=group.members, by=facilitator)
    for office, member in zip(("ketua", "sekretaris", "bendahara"), group.members, strict=False):
        services.appoint_officer(ksm_id, member_id=member, office=office, since=founded, by=facilitator)
    return group


def load_regions() -> None:
    from swadaya.wilayah import services

    services.load_regions(FewRegions())


standing_few_regions = layer("standing_few_regions", load_regions)
standing_ksm = layer("standing_ksm", lambda _: make_group(), on="standing_few_regions")


@pytest.fixture
def regions(standing_few_regions: None) -> None:
    """A few villages of two provinces."""


@pytest.fixture
def home(settings, tmp_path) -> Any:
    """A home of this test, so that its key of NIK is nobody else's."""
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def group(standing_ksm: Group, home) -> Group:
    """A group of twelve members."""
    return standing_ksm


@pytest.fixture
def make(regions, home) -> Any:
    return make_group


@pytest.fixture
def thursday() -> date:
    """A day of a meeting that has passed."""
    return date(2026, 1, 8)


@pytest.fixture
def weeks(thursday) -> list[date]:
    return [thursday + timedelta(weeks=number) for number in range(5)]
