"""The rule files of this room: what they hold, and what is said about faulty ones."""

from __future__ import annotations

import pytest

from swadaya.core import rulefiles
from swadaya.core.refusal import Invalid, raise_if
from swadaya.wilayah.rules import code_changes, decrees, groupings, rulecheck
from swadaya.wilayah.rules.source import known_names

HEAD = """
id = "uji"
kind = "{kind}"
title = "uji"
standing = "resmi"
valid_from = 2020-01-01
reference = "uji"
verification = "uji"
"""


def rule(kind, text):
    return rulefiles.parse((HEAD.format(kind=kind) + text).encode(), name="uji.toml", origin="uji.toml")


def codes_of(problems):
    return sorted({problem.code for problem in problems})


def test_twenty_six_regencies_moved_in_2022_each_by_a_law():
    found = code_changes.moves()
    assert len(found) == 26
    by_province = {}
    for move in found:
        assert known_names()[move.new] == move.name
        by_province[move.new[:2]] = by_province.get(move.new[:2], 0) + 1
    assert by_province == {"93": 4, "94": 8, "95": 8, "96": 6}
    assert {(move.law, str(move.effective_on)) for move in found} == {
        ("UU 14/2022", "2022-07-25"),
        ("UU 15/2022", "2022-07-25"),
        ("UU 16/2022", "2022-07-25"),
        ("UU 29/2022", "2022-12-08"),
    }


def test_a_kecamatan_has_no_known_predecessor():
    assert code_changes.predecessors_of("930101") == ()
    assert code_changes.successors_of("91") == tuple(move.new for move in code_changes.moves() if move.old[:2] == "91")


def test_every_scheme_places_every_province_once():
    provinces = sorted(code for code in known_names() if len(code) == 2)
    schemes = groupings.schemes()
    assert [(one.code, len(one.groups), one.default) for one in schemes] == [
        ("kode_kemendagri", 7, True),
        ("jawa_bali", 7, False),
        ("pulau_6", 6, False),
    ]
    for scheme in schemes:
        assert sorted(member for group in scheme.groups for member in group.members) == provinces


def test_the_default_scheme_follows_the_first_digit():
    digits = {"1": "Sumatera", "2": "Sumatera", "3": "Jawa", "5": "Bali dan Nusa Tenggara", "6": "Kalimantan"}
    digits |= {"7": "Sulawesi", "8": "Maluku", "9": "Papua"}
    for code in known_names():
        if len(code) == 2:
            assert groupings.island_of(code) == digits[code[0]]
    assert groupings.island_of("3304", "tidak-ada") == ""


def test_sixty_two_underdeveloped_regencies_bear_their_names():
    [tag] = groupings.tags()
    assert len(tag.members) == 62
    assert (str(tag.valid_from), str(tag.valid_to)) == ("2020-01-01", "2024-12-31")
    listed = rulefiles.of_kind("wilayah-tanda")["daerah-tertinggal-2020-2024"].content["tag"]["member"]
    assert all(known_names()[entry["code"]] == entry["name"] for entry in listed)


def test_the_number_of_villages_changed_with_every_decree():
    found = decrees.decrees()
    assert [one.desa for one in found] == [74754, 74957, 74961, 74961, 75251, 75252]
    assert [one.provinsi for one in found] == [34, 34, 34, 34, 37, 38]
    assert found[-1].villages == 83762


def test_the_shipped_files_are_without_fault():
    shipped = [one for one in rulefiles.all_files().values() if one.kind in rulecheck.KINDS]
    assert len(shipped) == 4
    assert not [problem for one in shipped for problem in rulecheck.problems_in(one)]


def test_a_file_of_another_room_is_left_alone():
    assert rulecheck.problems_in(rule("metode", "")) == []


def test_all_faults_of_a_division_are_found_at_once():
    faulty = rule(
        "wilayah-perpindahan",
        """
[[province]]
code = "93"
name = ""
from = "91"
law = "UU 1/2000"
effective_on = "besok"
move = [
  { old = "9101", new = "9301", name = "A" },
  { old = "9101", new = "9401", name = "B" },
  { old = "9202", new = "93", name = "C" },
]
""",
    )
    problems = rulecheck.problems_in(faulty)
    assert codes_of(problems) == [
        "wilayah.berulang",
        "wilayah.kode",
        "wilayah.kosong",
        "wilayah.tanggal",
    ]
    keys = [problem.where.key for problem in problems]
    assert "province[0].move[1].old" in keys
    assert "province[0].move[2].new" in keys


def test_a_scheme_that_places_a_province_twice_or_not_at_all_is_refused():
    problems = rulecheck.problems_in(
        rule(
            "wilayah-kelompok",
            """
[[scheme]]
code = "a"
label = "A"
group = [{ code = "x", label = "X", members = ["11", "12"] }, { code = "y", label = "Y", members = ["12"] }]
[[scheme]]
code = "b"
label = "B"
group = [{ code = "x", label = "X", members = ["11"] }, { code = "x", label = "X", members = [] }]
""",
        )
    )
    assert codes_of(problems) == ["wilayah.bentuk", "wilayah.berulang", "wilayah.provinsi"]


def test_a_tag_without_members_and_a_count_below_zero_are_refused():
    assert codes_of(rulecheck.problems_in(rule("wilayah-tanda", "[tag]\ncode='33'\nlabel='A'"))) == [
        "wilayah.bentuk",
        "wilayah.sebutan",
    ]
    assert codes_of(rulecheck.problems_in(rule("wilayah-tanda", "tag = 1"))) == ["wilayah.bentuk"]
    assert codes_of(rulecheck.problems_in(rule("wilayah-riwayat", "[[decree]]\nname='a'\nyear=-1"))) == [
        "wilayah.bilangan"
    ]


def test_the_first_fault_is_shown_with_how_many_more_there_are():
    problems = rulecheck.problems_in(rule("wilayah-riwayat", "[[decree]]\nname='a'"))
    with pytest.raises(Invalid, match="Ada 6 masalah lain"):
        raise_if(problems)
