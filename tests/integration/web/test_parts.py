"""Pieces of pages: geometry that stays inside its frame, sentences that say what the figures say."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from swadaya.indeks.rules.published_figures import national_figures
from swadaya.methodology import method
from swadaya.methodology.explain import explain
from swadaya.web.indeks import narrative, trend
from swadaya.web.ui.components.bars import bar, strip
from swadaya.web.ui.components.definitions import definitions
from swadaya.web.ui.components.ruler import ruler
from swadaya.web.ui.components.status import mark
from swadaya.web.ui.components.trendline import trendline
from swadaya.web.ui.formatting import index_name, lagging_words

IDM = method("idm-operasional-2020")


def percents(svg: str, attribute: str) -> list[float]:
    return [float(value) for value in re.findall(rf'\b{attribute}="([-\d.]+)%"', svg)]


@pytest.mark.parametrize(
    "counts", [(1, 0, 0, 0, 0), (0, 0, 0, 0, 9), (13453, 33592, 22882, 3608, 174), (1, 1, 1, 1, 1)]
)
def test_a_strip_fills_its_frame_exactly(counts: tuple[int, ...]) -> None:
    drawn = strip(counts)
    widths = percents(drawn, "width")[:-1]  # the last one is the frame
    assert sum(widths) == pytest.approx(100, abs=0.03)
    assert len(widths) == sum(count > 0 for count in counts)


def test_an_empty_strip_is_nothing() -> None:
    assert strip((0, 0, 0, 0, 0)) == ""


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_a_bar_stays_in_its_track(share: Fraction) -> None:
    assert percents(bar(share), "width")[1] == pytest.approx(float(share) * 100, abs=0.01)


@pytest.mark.parametrize("value", ["0", "0.1033", "0.2", "0.4907", "0.7743", "1"])
def test_a_value_lies_on_the_ruler(value: str) -> None:
    drawn = ruler(IDM, Fraction(value), spoken="x")
    assert all(-0.01 <= place <= 100.01 for place in percents(drawn, "x"))
    assert sum(percents(drawn, "width")[:5]) == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize(
    "values", [("0.05", "0.1"), ("0.5893", "0.6384", "0.6921", "0.7302", "0.7743"), ("0.95", "1"), ("0.1", "0.9")]
)
def test_a_trend_stays_in_its_picture(values: tuple[str, ...]) -> None:
    points = [(2020 + number, Fraction(value), False) for number, value in enumerate(values)]
    drawn = trendline(IDM, points, spoken="x")
    assert all(0 <= place <= 100 for place in [*percents(drawn, "cy"), *percents(drawn, "cx")])
    heights = percents(drawn, "cy")
    assert heights == sorted(heights, reverse=True)  # each of these series rises


def test_text_from_outside_is_escaped() -> None:
    assert definitions([("<a>", '"&')]) == '<dl class="terms"><dt>&lt;a&gt;</dt><dd>&quot;&amp;</dd></dl>'
    assert definitions([]) == ""


def test_a_mark_says_its_class_in_words() -> None:
    assert ">Mandiri</span>" in mark(IDM.classes[-1])
    assert 'class="vh">Mandiri</span>' in mark(IDM.classes[-1], hidden=True)


def test_names_of_indices() -> None:
    assert index_name(IDM) == "Indeks Desa Membangun"
    assert index_name(method("idm-permendes-2-2016")) == "Indeks Desa Membangun"
    assert index_name(method("indeks-desa-2025")) == "Indeks Desa"
    assert lagging_words(IDM) == "Tertinggal atau Sangat Tertinggal"


def test_the_published_years_are_drawn_with_their_gap() -> None:
    entries = trend.of_nation(IDM, [])
    assert [entry.year for entry in entries] == [
        figure.year for figure in national_figures("IDM") if figure.shown and figure.counts
    ]
    missing = trend.not_drawn(IDM, entries)
    assert [years for years, _ in missing] == ["2016–2018", "2019", "2020"]
    assert '<th scope="row" class="note">2016–2020</th>' in trend.strips_table(IDM, entries, missing)
    assert trend.reading(IDM, entries) == (
        "Desa Mandiri bertambah dari 174 (2015) menjadi 17.203 (2024); "
        "desa Tertinggal berkurang dari 33.592 menjadi 6.100."
    )
    assert "Tahun 2015 memakai 54 indikator, bukan 50; batas kelasnya sama." in trend.instruments_note(IDM, entries)


def test_a_village_at_the_top_and_one_just_below() -> None:
    top = explain(IDM, points=(175, 60, 15))
    assert (
        narrative.village_lead("A", top) == "A berstatus Mandiri, kelas tertinggi, 1.162 poin indeks di atas batasnya."
    )
    assert narrative.alone_note(top) == ""
    below = explain(IDM, points=(144, 38, 13))
    assert narrative.village_lead("B", below).startswith("B berstatus Maju. Kurang 260 poin indeks dari 6.300")
    assert narrative.alone_note(below) == (
        "Dari satu komponen saja, itu berarti 22 poin ketahanan sosial, 8 poin ketahanan ekonomi, "
        "atau 2 poin ketahanan lingkungan."
    )


def test_the_margin_note_names_the_nearest_border() -> None:
    assert narrative.border_note(IDM, Fraction("0.7120")) == "Angka ini 0,0048 di atas batas bawah kelas Maju."
    assert narrative.border_note(IDM, Fraction("0.8100")) == "Kurang 0,0055 lagi untuk masuk kelas Mandiri."
    assert narrative.border_note(IDM, Fraction("0.1")) == "Masih dalam kelas terendah, Sangat Tertinggal."
