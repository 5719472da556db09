"""``swadaya ksm examples``, and what ``prepare`` and ``akun examples`` do with the example groups."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client

from swadaya.accounts.models import Person
from swadaya.indeks import examples as nation
from swadaya.indeks.rules.simulation import Simulated
from swadaya.ksm.models import Ksm, Member
from swadaya.methodology import method
from swadaya.wilayah import services as wilayah
from swadaya.wilayah.rules.source import known_names

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small_nation() -> Callable[[], None]:
    """Publish a year of example data for the villages of one kecamatan."""

    def load() -> None:
        idm = method(nation.METHOD)
        codes = sorted(int(code) for code in known_names() if code.startswith("330409") and len(code) == 10)
        scores = np.ones((len(codes), len(idm.indicators)), dtype=np.int8, order="F")
        wilayah.load_areas()
        nation.load_example_year(idm, Simulated(idm, 2024, 1, np.array(codes), scores, "Data contoh untuk uji."), 2024)

    return load


def test_without_example_data_the_command_says_why_not(regions, cli: Cli) -> None:
    said = cli("ksm", "contoh")
    assert said.returncode == 2
    assert "tidak berisi data contoh saja" in said.stderr
    assert not Ksm.objects.exists()


def test_example_people_hold_their_roles_in_the_group_that_lives(regions, small_nation, cli: Cli) -> None:
    small_nation()
    assert cli("prepare", "--no-example").returncode == 0
    assert not Ksm.objects.exists()
    first = cli("prepare")
    assert first.returncode == 0, first.stderr
    assert Ksm.objects.count() == 4
    made = cli("akun", "contoh")
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("kelompok KSM Melati (contoh)") == 4
    linked = Member.objects.exclude(person=None).values_list("person__username", flat=True)
    assert sorted(linked) == [
        "contoh.anggota-kelompok",
        "contoh.bendahara-ksm",
        "contoh.ketua-ksm",
        "contoh.sekretaris-ksm",
    ]

    again = cli("ksm", "contoh")
    assert (again.returncode, "sudah ada kelompok" in again.stderr) == (2, True)
    assert [cli("akun", "contoh").returncode, cli("prepare").returncode] == [0, 0]
    assert (Ksm.objects.count(), Member.objects.exclude(person=None).count()) == (4, 4)

    browser = Client()
    browser.force_login(Person.objects.get(username="contoh.sekretaris-ksm"))
    assert "KSM Melati (contoh)" in browser.get("/ksm/", follow=True).content.decode()
