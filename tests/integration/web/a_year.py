"""A year's work in one kecamatan for tests of its pages: a cycle that is open today, people with accounts and roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import small_nation
from django.test import Client
from whole_form import WHOLE

KECAMATAN = "330409"
DESA = small_nation.VILLAGE
METHOD = "idm-operasional-2020"
YEAR = 2024
SECRET = "empat ekor kambing gembala"
GRANTS: Mapping[str, tuple[str, str]] = {
    "operator": ("operator-desa", DESA),
    "pld": ("pld", KECAMATAN),
    "tetangga": ("operator-desa", "3304102001"),
    "kecamatan": ("pemeriksa-kecamatan", KECAMATAN),
    "kabupaten": ("pemeriksa-kabupaten", "3304"),
    "provinsi": ("pemeriksa-provinsi", "33"),
    "nasional": ("pemeriksa-nasional", ""),
    "penerbit": ("penerbit", ""),
    "auditor": ("auditor", ""),
}


@dataclass
class Year:
    cycle_id: int
    people: dict[str, int]

    @property
    def base(self) -> str:
        return f"/kerja/pendataan/{self.cycle_id}/"

    @property
    def form(self) -> str:
        return f"{self.base}{DESA}/"

    def viewer(self, name: str, *, second_factor: bool = True) -> Any:
        from swadaya.accounts import selectors

        return selectors.viewer_of(self.people[name], second_factor=second_factor)

    def client(self, name: str, *, second_factor: bool = True) -> Client:
        return signed_in(self.people[name], second_factor=second_factor)

    def save(self, answers: Mapping[str, str] = WHOLE, *, desa: str = DESA, by: str = "operator") -> Any:
        from swadaya.accounts.rules.access import system
        from swadaya.pendataan import services
        from swadaya.pendataan.values import Said

        who = self.viewer(by) if desa == DESA else replace(system("uji"), name="Operator lain")
        said = [Said(str(services.new_key()), column, value) for column, value in answers.items()]
        return services.save_answers(self.cycle_id, desa=desa, answers=said, by=who)

    def page(self, desa: str = DESA, *, by: str = "auditor") -> Any:
        from swadaya.pendataan import selectors

        return selectors.form(self.cycle_id, desa, by=self.viewer(by))

    def submit(self, desa: str = DESA) -> None:
        from swadaya.accounts.rules.access import system
        from swadaya.pendataan import services

        who = self.viewer("operator") if desa == DESA else system("uji")
        services.submit(self.cycle_id, desa=desa, version=None, by=who)

    def verify(self, *levels: str, desa: str = DESA) -> None:
        from swadaya.pendataan import services

        for level in levels:
            services.verify(self.cycle_id, desa=desa, level=level, version=None, by=self.viewer(level))  # type: ignore[arg-type]


def signed_in(person_id: int, *, second_factor: bool = True) -> Client:
    """A browser in which somebody signed in with two steps, or with one."""
    from django.contrib.auth import get_user_model

    client = Client()
    person = get_user_model().objects.get(pk=person_id)
    client.force_login(person, backend="swadaya.accounts.backend.LoginBackend")
    session = client.session
    session.update(records_of(person, second_factor=second_factor))
    session.save()
    return client


def records_of(person: Any, *, second_factor: bool) -> dict[str, Any]:
    """What a session holds after the steps of signing in."""
    methods = [{"method": "password"}, *([{"method": "mfa"}] if second_factor else [])]
    return {"account_authentication_methods": methods, "account_authentication_methods_user": str(person.pk)}


def begin(*, region: str = KECAMATAN, first_day: int = -20, last_day: int = 20) -> Year:
    """Open a cycle whose stages all last from one day to another, counted from today."""
    from swadaya.accounts import services as accounts
    from swadaya.accounts.models import Person
    from swadaya.accounts.rules.access import system
    from swadaya.core import clock
    from swadaya.pendataan import services
    from swadaya.pendataan.rules.calendar import STAGES, Phase

    by = system("uji")
    days: tuple[date, date] = (clock.today() + timedelta(days=first_day), clock.today() + timedelta(days=last_day))
    phases = tuple(Phase(stage, *days) for stage in STAGES)
    cycle = services.open_cycle(METHOD, year=YEAR, region=region, by=by, phases=phases)
    people = {}
    for name, (role, place) in GRANTS.items():
        person = Person.objects.create(
            username=f"orang-{name}", name=f"Ibu {name.capitalize()}", created_at=clock.now()
        )
        people[name] = person.id
        accounts.give_role(by=by, person_id=person.id, role=role, region=place)
    return Year(cycle.id, people)


def villages() -> list[str]:
    return [code for code in small_nation.codes() if code.startswith(KECAMATAN)]
