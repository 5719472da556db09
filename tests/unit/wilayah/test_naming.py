"""Names: the key they are searched by, and how they are shown."""

from __future__ import annotations

import pytest

from swadaya.wilayah.rules.code_ranges import code_range, ranges
from swadaya.wilayah.rules.naming import kind_of, label, name_key, parse_search, plain
from swadaya.wilayah.rules.source import LokalIdSource


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ja'an", "jaan"),
        ("Regapu’u", "regapuu"),
        ("Kupa-kupa Selatan (Halehe)", "kupa kupa selatan halehe"),
        ("  Tanjung   Niara ", "tanjung niara"),
        ("Désa É", "desa e"),
    ],
)
def test_a_key_has_only_small_letters_digits_and_single_spaces(name, key):
    assert plain(name) == key


def test_every_region_of_the_list_has_a_key():
    for row in LokalIdSource().rows():
        key = name_key(row.name, row.level)
        assert key
        assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kabupaten Bogor", "bogor"),
        ("Kota Bogor", "bogor"),
        ("Kota Administrasi Jakarta Selatan", "jakarta selatan"),
        ("Kabupaten Administrasi Kepulauan Seribu", "kepulauan seribu"),
    ],
)
def test_a_regency_goes_by_its_bare_name(name, key):
    assert name_key(name, "kabkota") == key


def test_what_was_typed_may_begin_with_a_kind():
    assert parse_search("Kec. Wanayasa") == ("wanayasa", "kecamatan", None)
    assert parse_search("kota administrasi jakarta pusat") == ("jakarta pusat", "kabkota", "kota")
    assert parse_search("Kota") == ("kota", None, None)


def test_the_code_tells_the_kind_as_the_list_does():
    assert all(kind_of(row.code) == row.kind for row in LokalIdSource().rows())
    assert kind_of("3304099011") == "desa"


def test_a_region_without_a_name_is_shown_by_its_code():
    assert label("desa", "", "9601012007") == "Desa 96.01.01.2007"
    assert label("kota", "", "9671") == "Kota 96.71"
    assert label("kota", "Kota Sorong", "9671") == "Kota Sorong"
    assert label("provinsi", "Jawa Tengah") == "Prov. Jawa Tengah"


def test_ranges_hold_every_code_below_a_prefix_and_no_other():
    listed = sorted(row.code for row in LokalIdSource().rows())
    for prefix in ("33", "3304", "330409", "3304092011", "96", ""):
        low, high = code_range(prefix)
        assert [code for code in listed if low <= code < high] == [code for code in listed if code.startswith(prefix)]


def test_ranges_do_not_overlap():
    assert ranges(["3304", "3304092011", "33", "12", "12"]) == [("12", "12:"), ("33", "33:")]
    assert ranges([]) == []
