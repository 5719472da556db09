"""Kinds of rule files: where they lie, which file is in force, and when files are read anew."""

from __future__ import annotations

from datetime import date

import pytest

from swadaya.config import rulecheck
from swadaya.core import rulefiles, rulekind
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.core.rulekind import RuleKind, per_rules

FILE = """
id = "{id}"
kind = "uji"
title = "Uji"
standing = "tidak-resmi"
valid_from = {since}
reference = "uji"
verification = "uji"
value = {value}
"""


def read(rule):
    value = rule.content["value"]
    faults = [Problem(f"uji.{fault}", Where(file=rule.file, key=fault)) for fault in ("kecil", "ganjil")]
    return (None, faults) if value < 0 else (value, [])


NUMBERS = RuleKind("uji", "ksm/rules", read, key="nomor", hint="Lihat daftar.")


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))

    def write(name, since, value):
        text = FILE.format(id=name, since=since, value=value)
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")

    return write


def test_every_folder_that_is_shipped_has_its_kinds_and_every_file_lies_in_the_folder_of_its_kind():
    assert {kind.folder for kind in rulecheck.KINDS} == set(rulefiles.SHIPPED)
    folders = {kind.name: kind.folder for kind in rulecheck.KINDS}
    for folder in rulefiles.SHIPPED:
        assert rulefiles.shipped(folder)
        assert {folders[rule.kind] for rule in rulefiles.shipped(folder)} == {folder}


def test_the_product_ships_files_that_its_rooms_read():
    assert [problem for kind in rulecheck.KINDS for problem in kind.problems()] == []
    assert all(kind.all() for kind in rulecheck.KINDS if kind.files())


def test_a_kind_outside_the_shipped_folders_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="rumah/aturan"):
        RuleKind("uji", "rumah/aturan", read)


def test_the_newest_file_in_force_counts(write):
    write("a", "2024-01-01", 1)
    write("b", "2025-01-01", 2)
    assert [NUMBERS.in_force(date(year, 6, 1)) for year in (2024, 2025, 2026)] == [1, 2, 2]
    assert (NUMBERS.all(), NUMBERS.get("a")) == ((1, 2), 1)
    with pytest.raises(Invalid) as refusal:
        NUMBERS.in_force(date(2023, 1, 1))
    assert refusal.value.problem.code == "uji.tidak-ada"
    with pytest.raises(Invalid) as refusal:
        NUMBERS.get("c")
    assert refusal.value.problem == Problem("uji.tidak-dikenal", Where(key="nomor"), "c", "a / b", "Lihat daftar.")


def test_a_faulty_file_is_refused_with_all_that_is_wrong(write):
    write("a", "2024-01-01", -1)
    with pytest.raises(Invalid, match=r"kunci kecil.*Masih ada 1 masalah lain: .*kunci ganjil") as refusal:
        NUMBERS.get("a")
    assert [one.code for one in refusal.value.problems] == ["uji.kecil", "uji.ganjil"]
    assert [one.code for one in NUMBERS.problems()] == ["uji.kecil", "uji.ganjil"]


def test_files_are_read_once_and_anew_when_forgotten_or_in_another_folder(write, tmp_path, monkeypatch):
    asked = []

    @per_rules
    def doubled():
        asked.append(1)
        return [2 * one for one in NUMBERS.all()]

    write("a", "2024-01-01", 1)
    assert doubled() == doubled() == [2] and len(asked) == 1
    write("a", "2024-01-01", 5)
    assert doubled() == [2]
    rulekind.forget()
    assert doubled() == [10]
    (tmp_path / "lain").mkdir()
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path / "lain"))
    assert doubled() == []


def test_a_file_of_the_same_id_replaces_the_shipped_one_whatever_its_kind(write):
    write("pos-rapat-2026", "2024-01-01", 7)
    [accounts] = [kind for kind in rulecheck.KINDS if kind.name == "pos-rapat"]
    assert (accounts.all(), NUMBERS.all()) == ((), (7,))
