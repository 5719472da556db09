"""Targets are copied from documents, refused where they are incomplete, and measured against published figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from swadaya.core import rulefiles
from swadaya.indeks.rules import rulecheck, targets
from swadaya.indeks.rules.published_figures import CLASSES, national_figures

HEAD = """
id = "sasaran-uji"
kind = "sasaran"
title = "Sasaran uji"
standing = "resmi"
valid_from = 2024-01-01
reference = "Perbup uji"
verification = "uji"
"""
GOOD = """
[sasaran]
index = "IDM"
region = "3304"
baseline_year = 2023
target_year = 2026
[[sasaran.target]]
code = "a"
label = "Tanpa Desa Tertinggal"
quote = "tidak ada lagi"
goal = 0
reading = [{ label = "Tertinggal", classes = ["tertinggal"] }]
"""


def rule(text):
    return rulefiles.parse((HEAD + text).encode(), name="uji.toml", origin="uji.toml")


def published(year):
    figure = next(one for one in national_figures("IDM") if one.year == year)
    return dict(zip(CLASSES, figure.by_class, strict=True))


def test_the_national_target_is_the_regulations():
    [found] = targets.target_sets("")
    assert (found.baseline_year, found.target_year, found.index, found.standing) == (2015, 2019, "IDM", "resmi")
    poor, independent = found.targets
    assert (poor.change, poor.quote) == (-5000, "mengentaskan 5000 Desa Tertinggal")
    assert (independent.change, independent.quote) == (2000, "meningkatkan sedikitnya 2000 Desa Mandiri")
    assert [reading.classes for reading in poor.readings] == [("tertinggal",), ("sangat_tertinggal", "tertinggal")]
    assert "Permendes PDTT 2/2016" in found.reference


def test_progress_towards_it_follows_from_the_published_figures():
    [found] = targets.target_sets("")
    poor, independent = found.targets
    baseline, later = published(2015), published(2019)
    alone, together = poor.readings
    assert (alone.count(baseline), together.count(baseline)) == (33592, 33592 + 13453)
    step = targets.standing(poor, 33592, 2019, alone.count(later))
    assert (step.change, step.share, step.reached) == (17626 - 33592, Fraction(15966, 5000), True)
    step = targets.standing(independent, 174, 2019, independent.readings[0].count(later))
    assert (step.change, step.share, step.reached) == (645, Fraction(645, 2000), False)


def test_a_class_nobody_published_leaves_a_reading_unknown():
    _, together = targets.target_sets("")[0].targets[0].readings
    assert published(2020)["sangat_tertinggal"] is None
    assert together.count(published(2020)) is None


def test_moving_away_from_a_target_is_negative_and_a_goal_already_met_has_no_share():
    away = targets.Target("a", "", "", -10, None, (), "")
    assert targets.standing(away, 100, 2024, 105).share == Fraction(-1, 2)
    goal = targets.Target("a", "", "", None, 7, (), "")
    assert targets.standing(goal, 7, 2024, 7) == targets.Standing(2024, 7, 0, None, True)
    assert targets.standing(goal, 7, 2024, 8).reached is False


def test_a_complete_file_of_a_region_is_read():
    found, problems = targets.read(rule(GOOD))
    assert problems == []
    assert (found.region, found.targets[0].goal, found.targets[0].wanted(12)) == ("3304", 0, -12)
    assert found.valid_from == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (GOOD, "", "sasaran"),
        ('region = "3304"', 'region = "33.04"', "sasaran.region"),
        ("target_year = 2026", "target_year = 2020", "sasaran.target_year"),
        ("baseline_year = 2023", 'baseline_year = "2023"', "sasaran.baseline_year"),
        ("goal = 0", "goal = 0\nchange = -5", "sasaran.target[0]"),
        ("goal = 0", "change = 0", "sasaran.target[0]"),
        ("goal = 0", "", "sasaran.target[0]"),
        ('quote = "tidak ada lagi"', "", "sasaran.target[0].quote"),
        ('classes = ["tertinggal"]', "classes = []", "sasaran.target[0].reading[0].classes"),
        ('index = "IDM"', "", "sasaran.index"),
    ],
)
def test_a_faulty_file_is_refused_with_its_key(old, new, key):
    assert old in GOOD
    problems = rulecheck.problems_in(rule(GOOD.replace(old, new)))
    assert key in {problem.where.key for problem in problems}
    assert all(problem.code.startswith("sasaran.") for problem in problems)


def test_an_overlay_adds_a_regions_target(tmp_path, monkeypatch):
    (tmp_path / "uji.toml").write_text(HEAD + GOOD, encoding="utf-8")
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))
    assert [one.id for one in targets.target_sets("3304")] == ["sasaran-uji"]
    assert len(targets.target_sets("")) == 1
