"""A group with its officers and the people around it, for tests of its pages: everybody signs in with a PIN."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import made_people
import small_nation
from django.test import Client

from swadaya.accounts.rules.access import system
from swadaya.core import clock, keys
from swadaya.ksm import services
from swadaya.ksm.values import NewMember
from swadaya.wilayah import services as wilayah

DESA = made_people.DESA
MACHINE = system("uji")
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
    "Wagiyem",
    "Parti",
    "Sutini",
    "Ngadiyo",
    "Marsini",
    "Tukinah",
    "Jumadi",
    "Lestari",
)
ATURAN = {
    "pertemuan": {"irama": "mingguan", "hari": "Kamis", "tempat": "bergilir"},
    "simpanan": [{"jenis": "wajib", "jumlah": 10000, "irama": "pertemuan"}, {"jenis": "sukarela"}],
    "pembukuan": {"penulis": "sekretaris"},
    "denda": [{"sebab": "terlambat", "jumlah": 1000}],
}
ROLES = {
    "sri": ("sekretaris-ksm", ""),
    "ngatinah": ("bendahara-ksm", ""),
    "siti": ("ketua-ksm", ""),
    "tumirah": ("anggota-kelompok", ""),
    "budi": ("fasilitator", "330409"),
    "unit": ("unit-pengelola", DESA),
}


@dataclass
class AGroup:
    id: UUID
    members: list[int]
    people: dict[str, Any] = field(default_factory=dict)
    prefix: str = ""

    @property
    def address(self) -> str:
        return f"/ksm/{self.id}/"

    @property
    def book(self) -> int:
        from swadaya.ksm import selectors

        found = selectors.group(self.id, by=MACHINE).book_id
        assert found is not None
        return found

    def person(self, name: str) -> Any:
        """Somebody with an account, made when first asked for."""
        if name not in self.people:
            role, region = ROLES[name]
            group = "" if region else str(self.id)
            self.people[name] = made_people.person(f"{self.prefix}{name}", role, region=region, group=group, pin=True)
        return self.people[name]

    def browser(self, name: str, **more: Any) -> Client:
        return made_people.signed_in(self.person(name), **more)

    def viewer(self, name: str) -> Any:
        return made_people.viewer(self.person(name), second=False)

    def said(self, on: date, *, counted: int, **more: Any) -> dict[str, Any]:
        """A meeting at which everybody is present and saves what is usual."""
        return {
            "tanggal": on.isoformat(),
            "hadir": {str(member): "H" for member in self.members},
            "agenda": [{"judul": "Simpanan", "keadaan": "terlaksana"}],
            "simpanan": [{"anggota": str(member), "jenis": "wajib", "jumlah": "10.000"} for member in self.members],
            "kas": {"dihitung": counted},
            **more,
        }

    def record(self, on: date, *, counted: int, by: str = "sri", **more: Any) -> Any:
        said = self.said(on, counted=counted, **more)
        return services.record_meeting(self.id, key=keys.new_key(), said=said, by=self.viewer(by))

    def form(self, on: date | None = None, **more: str) -> dict[str, str]:
        """The sheet as a browser sends it: all present, everybody saves what is usual, the cash agrees."""
        fields = {"tanggal": (on or clock.today()).isoformat(), "kunci": str(keys.new_key()), "kas_awal": ""}
        fields |= {f"hadir-{member}": "H" for member in self.members}
        fields |= {f"simpanan-wajib-{member}": "10.000" for member in self.members}
        fields |= {"agenda-0-judul": "Simpanan", "agenda-0-jadi": "ya", "dihitung": f"{len(self.members) * 10}.000"}
        return {**fields, **more}


def make(
    *, many: int = 4, title: str = "KSM Sumber Rejeki", desa: str = DESA, founded: date | None = None, prefix: str = ""
) -> AGroup:
    """A group of some members with its aturan main and three officers, in a village whose region is loaded."""
    since = founded or clock.today() - timedelta(days=60)
    ksm_id = services.register_group(desa, name=title, by=MACHINE, founded_on=since)
    members = [
        services.join_member(ksm_id, member=NewMember(name, "L" if name[-1] == "o" else "P", since), by=MACHINE)
        for name in NAMES[:many]
    ]
    services.agree_settings(ksm_id, effective_on=since, said=ATURAN, agreed_by=members, by=MACHINE)
    for office, member in zip(("ketua", "sekretaris", "bendahara"), members, strict=False):
        services.appoint_officer(ksm_id, member_id=member, office=office, since=since, by=MACHINE)
    return AGroup(ksm_id, members, prefix=prefix)


def load_regions() -> None:
    wilayah.load_regions(small_nation.SmallSource({}))
