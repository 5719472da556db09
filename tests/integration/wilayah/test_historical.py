"""Codes that only official files know become historical regions."""

from __future__ import annotations

from datetime import date

import pytest

from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors, services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(list_source):
    services.load_regions(list_source())


def keep(*rows, year=2021):
    return services.ensure_historical(rows, year=year, source=f"berkas {year}")


def test_official_codes_are_passed_over():
    assert keep(("3304092011", "SIGEBLOG LAMA"), ("33.04", "")) == []
    assert selectors.get("3304092011").name == "Sigeblog"


def test_an_unknown_village_is_kept_with_its_source_and_year():
    [kept] = keep(("33.04.09.2999", " Tua "))
    assert (kept.code, kept.name, kept.new, kept.first_seen) == ("3304092999", "Tua", True, 2021)
    region = selectors.get("3304092999")
    assert (region.status, region.parent, region.source) == ("historis", "330409", "berkas 2021")
    assert [one.code for one in selectors.breadcrumb("3304092999")] == ["33", "3304", "330409", "3304092999"]
    assert selectors.desa_codes_in("3304") == ["3304092011", "3304092012"]
    assert selectors.desa_codes_in("3304", historical=True)[-1] == "3304092999"


def test_missing_parents_are_made_too():
    kept = keep(("9101012001", "Wasur"), ("910101", "Merauke"))
    assert [(one.code, one.name) for one in kept] == [
        ("91", ""),
        ("9101", ""),
        ("910101", "Merauke"),
        ("9101012001", "Wasur"),
    ]
    assert selectors.get("9101").kind == "kabupaten"
    assert selectors.versions("9101012001")[0].valid_to == date(2022, 7, 25)


def test_years_widen_and_a_missing_name_is_learned_once():
    keep(("3304092999", ""), year=2021)
    assert selectors.get("3304092999").label == "Desa 33.04.09.2999"
    [widened] = keep(("3304092999", "Tua"), year=2023)
    assert (widened.new, widened.first_seen, widened.last_seen, widened.name) == (False, 2021, 2023, "Tua")
    [widened] = keep(("3304092999", "Ejaan Lain"), year=2019)
    assert (widened.first_seen, widened.last_seen, widened.name) == (2019, 2023, "Tua")
    assert keep(("3304092999", "Ejaan Lain"), year=2022) == []
    assert [one.name for one in selectors.versions("3304092999")] == ["Tua"]
    assert selectors.search("tua", historical=True)[0].region.code == "3304092999"


def test_a_historical_code_that_a_later_list_has_becomes_official(list_source):
    keep(("3304092999", "Tua"))
    later = list_source(valid_from=date(2026, 1, 1))
    later.names["3304092999"] = "Tua"
    assert services.load_regions(later).revived == 1
    assert [one.valid_from for one in selectors.versions("3304092999")] == [None, date(2026, 1, 1)]
    assert selectors.get("3304092999").first_seen == 2021


def test_what_is_no_code_is_refused_with_the_file():
    with pytest.raises(Invalid, match=r'berkas 2021: "33.04.9"'):
        keep(("33.04.9", "x"))


def test_nothing_in_nothing_out():
    assert keep() == []
