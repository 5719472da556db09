"""The official figures beside our own: what agrees, what differs and why, and that nothing stored is lost."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
import small_nation
from small_nation import METHOD, STRAY, VILLAGE, text_of

from swadaya.indeks import selectors, services
from swadaya.indeks.formats.cells import ABSENT
from swadaya.indeks.formats.sheet import Published, Sheet
from swadaya.indeks.official_comparison import OUTCOMES, comparison
from swadaya.indeks.official_snapshots import snapshots
from swadaya.methodology import compute, method
from swadaya.methodology.grid import printed

IDM = method(METHOD)


def printed_sheet(codes: list[str], figures: Any, levels: Any, *, scores: Any = None, remarks: Any = None) -> Sheet:
    """Official figures as a file prints them, four decimals."""
    count = len(codes)
    table = np.array(figures, dtype=np.int64).reshape(count, 4)
    return Sheet(
        file="terbitan.csv",
        format="komponen",
        method=IDM,
        codes=np.array([int(code) for code in codes], dtype=np.int64),
        years=np.full(count, 2024, dtype=np.int16),
        rows=np.arange(2, count + 2, dtype=np.int32),
        names=pl.Series([None] * count, dtype=pl.String),
        remarks=pl.Series(remarks or [""] * count, dtype=pl.String),
        scores=scores,
        published=Published(
            4, table[:, :3], table[:, 3], np.array(levels, np.int8), np.full((count, 3), ABSENT, np.int64)
        ),
    )


def figures_of(scores: Any) -> tuple[list[list[int]], list[int]]:
    """What a faithful publisher prints for these scores: three components and the index, and the class."""
    exact = compute(IDM, scores)
    rows = [
        [*(printed(Fraction(point, top)) for point, top in zip(points, IDM.maxima, strict=True)), 0]
        for points in exact.points.tolist()
    ]
    for row, k in zip(rows, exact.k.tolist(), strict=True):
        row[3] = printed(IDM.index(k))
    return rows, exact.level.tolist()


def take_in(sheet: Sheet, *, kind: str = "resmi", on: date = date(2024, 8, 1), source: str = "terbitan uji") -> None:
    services.import_sheet(sheet, kind=kind, source=source, sha256="1" * 64, retrieved_on=on)  # type: ignore[arg-type]


def publish() -> None:
    services.publish_run(run_id=services.create_run(method_id=METHOD, year=2024).run_id)


def found() -> Any:
    run = selectors.shown_run(2024, METHOD)
    assert run is not None
    result = comparison(selectors.edition().stamp, run)
    assert result is not None
    return result


@pytest.fixture
def answered(db: None) -> list[str]:
    """A year that was published officially with known faults and then answered by the villages themselves.

    Returns:
        The villages, ascending: the first agrees, then one off by a last digit, another status, another value, off
        grid, without value; all others agree.
    """
    small_nation.build(years=())
    codes = small_nation.codes()
    scores = small_nation.scores(IDM, 2024)
    figures, levels = figures_of(scores)
    figures[1][3] += 1
    levels[2] = levels[2] % 5 + 1
    figures[3][3] -= 20
    figures[4][1] = 7084
    figures[5] = [ABSENT] * 4
    levels[5] = 0
    take_in(printed_sheet(codes, figures, levels))
    take_in(small_nation.sheet(IDM, 2024, scores), kind="sendiri", on=date(2024, 9, 1))
    publish()
    return codes


def test_each_village_gets_the_one_outcome_that_applies(answered: list[str]) -> None:
    result = found()
    outcome = {str(code): OUTCOMES[number] for code, number in zip(result.codes, result.outcome, strict=True)}
    wanted = ["sama", "pembulatan", "status", "nilai", "kisi", "kosong"]
    assert [outcome[code] for code in answered[:6]] == wanted
    assert {outcome[code] for code in answered[6:]} == {"sama"}
    assert sum(result.counts(result.inside("")).values()) == len(answered)
    assert not result.used.any()


def test_the_counts_of_the_parts_add_up_to_the_whole(answered: list[str]) -> None:
    result = found()
    for digits in (2, 4, 6):
        parts = result.by_part(result.inside(""), digits)
        whole = result.counts(result.inside(""))
        assert {key: sum(part[key] for part in parts.values()) for key in OUTCOMES} == whole
        for code, counts in parts.items():
            assert result.counts(result.inside(code)) == counts


def test_the_page_says_how_many_agree_and_names_the_others(plain: Any, answered: list[str]) -> None:
    page = text_of(plain.get("/indeks/2024/resmi/"))
    size = len(answered)
    assert (
        f"Dari {size - 1} desa dengan nilai resmi 2024 yang dapat dibandingkan, {size - 5} sama persis dengan "
        "hitungan di sini dan 1 berbeda pembulatan saja. 3 desa berbeda; sebabnya di bawah." in page
    )
    for code in answered[2:5]:
        assert f'href="/indeks/2024/{code}/resmi/"' in page
    assert "0,7084 bukan kelipatan 1/60" in page
    assert "terbitan uji" in page and "1 Agustus 2024" in page
    assert page.count("<h1>") == 1 and "style=" not in page and "<script" not in page


@pytest.mark.parametrize("code", ["33", "3304", "330409"])
def test_a_region_has_its_own_page(plain: Any, answered: list[str], code: str) -> None:
    page = text_of(plain.get(f"/indeks/2024/{code}/resmi/"))
    held = [one for one in answered if one.startswith(code)]
    assert f"{len(held)} desa dalam berkas resmi" in re.sub(r"<[^>]+>", "", page)


def test_a_village_shows_both_figures_and_that_the_official_one_is_kept(plain: Any, answered: list[str]) -> None:
    code = answered[3]
    run = selectors.shown_run(2024, METHOD)
    assert run is not None
    (one,) = snapshots(code, run)
    assert not one.standing and not one.used and one.retrieved_on == date(2024, 8, 1)
    page = text_of(plain.get(f"/indeks/2024/{code}/resmi/"))
    assert "Keduanya disimpan." in page
    assert "sudah diganti lembar yang lebih baru; tetap disimpan" in page


def test_two_official_snapshots_are_both_kept_and_the_newer_one_is_compared(answered: list[str], plain: Any) -> None:
    scores = small_nation.scores(IDM, 2024)
    figures, levels = figures_of(scores)
    take_in(printed_sheet(answered, figures, levels), on=date(2025, 3, 1), source="terbitan kedua")
    result = found()
    assert set(result.outcome.tolist()) == {OUTCOMES.index("sama")}
    assert [batch.source for batch in result.batches] == ["terbitan kedua", "terbitan uji"]
    assert len(snapshots(answered[3], result.run)) == 2
    page = text_of(plain.get(f"/indeks/2024/{answered[3]}/resmi/"))
    assert "Terbit, diambil 1 Maret 2025" in page and "Terbit, diambil 1 Agustus 2024" in page


def test_an_empty_official_answer_destroys_nothing_that_is_stored(answered: list[str]) -> None:
    before = found()
    empty = printed_sheet(answered[6:9], [[ABSENT] * 4] * 3, [0] * 3)
    take_in(empty, on=date(2025, 1, 1), source="terbitan kosong")
    after = found()
    assert after.said.tolist() == before.said.tolist()
    assert after.outcome.tolist() == before.outcome.tolist()


def test_a_printed_row_that_is_not_the_one_counted_is_found_and_named(plain: Any, db: None) -> None:
    """As in the official documents of 2024, where row 30 prints row 31's score and the index counts the true one."""
    small_nation.build(years=())
    codes = small_nation.codes()
    scores = small_nation.scores(IDM, 2024)
    office, homes = (IDM.indicator_codes.index(code) for code in ("s30", "s31"))
    scores[:, office], scores[:, homes] = 1, 5
    scores[::2, [office, homes]] = 5
    figures, levels = figures_of(scores)
    shown = scores.copy()
    shown[:, office] = shown[:, homes]
    shown[::4, [office, homes]] = 1
    take_in(printed_sheet(codes, figures, levels, scores=np.asfortranarray(shown)))
    publish()
    result = found()
    gaps = {one.points for findings in result.findings.values() for one in findings if one.kind == "poin"}
    assert gaps <= {-4, 4, 8} and -4 in gaps
    assert ("s30", "s31") in result.twins
    page = text_of(plain.get("/indeks/2024/resmi/"))
    labels = [IDM.indicators[place].label for place in (office, homes)]
    assert f"“{labels[0]}” dan “{labels[1]}” tercetak sama pada semua baris" in page


def test_values_carried_over_from_an_earlier_year_are_counted(plain: Any, db: None) -> None:
    small_nation.build(years=())
    figures, levels = figures_of(small_nation.scores(IDM, 2024))
    codes = small_nation.codes()
    take_in(printed_sheet(codes, figures, levels, remarks=["Update 2023"] * 3 + ["Reguler"] * (len(codes) - 3)))
    publish()
    result = found()
    assert result.kinds(result.inside(""))["terbawa"] == 3
    assert result.used.all()


def test_the_national_table_of_2024_has_one_village_off_its_grid(plain: Any, db: None) -> None:
    small_nation.build(years=())
    small_nation.add_printed_year(2024)
    result = found()
    outcome = dict(zip(map(str, result.codes), (OUTCOMES[one] for one in result.outcome), strict=True))
    assert outcome == {VILLAGE: "sama", STRAY: "kisi"}


def test_without_official_figures_the_page_says_how_they_come_in(plain: Any, example_nation: Any) -> None:
    for address in ("/indeks/2024/resmi/", "/indeks/2024/3304/resmi/", f"/indeks/2024/{VILLAGE}/resmi/"):
        response = plain.get(address)
        assert response.status_code == 200
        assert "Belum ada nilai resmi 2024" in text_of(response)
        assert "--kind resmi" in text_of(response)


def test_the_page_costs_few_queries_and_none_of_them_grows(
    plain: Any, answered: list[str], django_assert_max_num_queries: Any
) -> None:
    plain.get("/indeks/2024/resmi/")
    with django_assert_max_num_queries(4):
        plain.get("/indeks/2024/resmi/")
    with django_assert_max_num_queries(6):
        plain.get("/indeks/2024/3304/resmi/")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/indeks/1999/resmi/", 404),
        ("/indeks/2024/3399/resmi/", 404),
        ("/indeks/2024/3399992001/resmi/", 404),
        ("/indeks/2024/33.04/resmi/", 301),
        ("/indeks/2024/1/resmi/", 404),
    ],
)
def test_what_does_not_exist_is_said(plain: Any, answered: list[str], address: str, status: int) -> None:
    assert plain.get(address).status_code == status
