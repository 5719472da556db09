"""The example nation: published counts to the village, real villages, existing scores, the same for the same seed."""

import csv
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from swadaya.core import rulefiles
from swadaya.indeks.rules import example_scores
from swadaya.indeks.rules.apportion import apportion, largest_remainder
from swadaya.indeks.rules.published_figures import CLASSES, national_figures, province_counts
from swadaya.indeks.rules.simulation import Simulated, figure_for, simulate, village_codes
from swadaya.methodology import Composite, Method, compute, method
from swadaya.methodology.composite import stranger_cells
from swadaya.methodology.loading import METHODS
from swadaya.wilayah.rules.source import known_names

OPERATIONAL = "idm-operasional-2020"


@lru_cache(maxsize=4)
def nation(year: int) -> tuple[Simulated, Composite]:
    found = simulate(method(OPERATIONAL), year)
    return found, compute(found.method, found.scores)


def counts(found: Composite) -> list[int]:
    return np.bincount(found.level, minlength=6)[1:].tolist()


def small_method(sizes: tuple[int, int] = (6, 2), classes: tuple[str, ...] = CLASSES) -> Method:
    """Two components with few indicators, no known distribution of scores."""
    edges = ["0", "0.4907", "0.5989", "0.7072", "0.8155", "1"] if len(classes) == 5 else ["0", "0.5", "1"]
    text = (
        'id = "kecil"\nkind = "metode"\ntitle = "t"\nshort = "IDM"\nstanding = "tidak-resmi"\nvalid_from = 2020-01-01\n'
    )
    text += 'reference = "r"\nverification = "v"\n[aggregation]\ncomponent = { rule = "poin-per-maksimum" }\n'
    text += 'index = { rule = "rata-rata-komponen" }\n'
    for number, code in enumerate(classes):
        opening = "[" if number == 0 else "("
        text += f'[[class]]\ncode = "{code}"\nlabel = "{code}"\nreference = "r"\n'
        text += f'range = "{opening}{edges[number]}, {edges[number + 1]}]"\n'
    for component, size in zip("AB", sizes, strict=True):
        text += f'[[component]]\ncode = "{component}"\nreference = "r"\n'
        text += f'[[dimension]]\ncode = "d{component}"\ncomponent = "{component}"\nreference = "r"\n'
        for number in range(size):
            text += f'[[indicator]]\ncode = "{component.lower()}{number}"\ndimension = "d{component}"\n'
            text += 'reference = "r"\nscores = [0, 1, 5]\n'
    return METHODS.value_of(rulefiles.parse(text.encode(), name="kecil.toml", origin="kecil.toml"))


def test_every_village_of_the_list_is_there_once_and_no_kelurahan() -> None:
    codes = village_codes()
    assert len(codes) == 75_266
    assert (np.diff(codes) > 0).all()
    assert set(np.unique(codes % 10_000 // 1_000).tolist()) == {2, 3}
    found, _ = nation(2024)
    assert found.codes.tolist() == codes.tolist()
    assert found.names[0] == known_names()[str(codes[0])]


def test_class_counts_are_the_published_ones_scaled_by_largest_remainders() -> None:
    for year in (2023, 2024):
        published = next(item.counts for item in national_figures() if item.year == year)
        wanted = largest_remainder(np.array(published), 75_266)
        assert counts(nation(year)[1]) == wanted.tolist()


def test_provinces_of_2024_have_the_published_counts_where_the_list_has_as_many_villages() -> None:
    found, result = nation(2024)
    province = found.codes // 10**8
    same = 0
    for code, row in province_counts(2024).items():
        level = result.level[province == int(code)]
        ours = np.bincount(level, minlength=6)[1:]
        if len(level) == sum(row.counts):
            assert ours.tolist() == list(row.counts), row.name
            same += 1
        assert np.abs(ours - row.counts).max() <= 1, row.name
    assert same == 34


def test_only_existing_scores_and_none_missing() -> None:
    found, result = nation(2024)
    assert found.scores.dtype == np.int8
    assert found.scores.flags.f_contiguous
    assert not (found.scores < 0).any()
    assert not stranger_cells(found.method, found.scores).any()
    assert result.has_index.all()


def test_the_same_seed_gives_the_same_nation_and_another_seed_another() -> None:
    small = small_method()
    first, again, other = simulate(small, 2024), simulate(small, 2024), simulate(small, 2024, seed=1)
    assert np.array_equal(first.scores, again.scores)
    assert not np.array_equal(first.scores, other.scores)
    assert counts(compute(small, first.scores)) == counts(compute(small, other.scores))


def test_villages_keep_their_class_from_year_to_year_as_real_ones_do() -> None:
    (before, old), (after, new) = nation(2023), nation(2024)
    change = new.level.astype(int) - old.level
    assert 0.76 < (change == 0).mean() < 0.84  # 79 % of 7,437 observed pairs
    assert 0.15 < (change == 1).mean() < 0.23  # 20 %
    assert (change < 0).mean() < 0.01
    same_cells = (before.scores == after.scores).mean()
    assert 0.87 < same_cells < 0.95  # 91 % of the scores of 2,492 villages


def test_scores_are_distributed_as_seen_within_a_few_points() -> None:
    found, _ = nation(2023)
    gaps = []
    for number, indicator in enumerate(found.method.indicators):
        seen = {rule.value: rule.seen or 0 for rule in indicator.rules}
        for score, times in seen.items():
            gaps.append(abs((found.scores[:, number] == score).mean() - times / sum(seen.values())))
    assert np.mean(gaps) < 0.02
    assert max(gaps) < 0.08


def test_the_mean_index_is_near_the_published_one() -> None:
    for year in (2023, 2024):
        mean = next(item.mean for item in national_figures() if item.year == year)
        assert mean is not None
        found, result = nation(year)
        assert abs(result.k.mean() / found.method.denominator - float(mean)) < 0.006


def test_neighbours_resemble_each_other_and_components_go_together() -> None:
    found, result = nation(2024)

    def share_between(groups: np.ndarray) -> float:
        _, index = np.unique(groups, return_inverse=True)
        means = np.bincount(index, result.k) / np.bincount(index)
        return float(means[index].var() / result.k.var())

    assert 0.50 < share_between(found.codes // 10**8) < 0.70  # 0.59 in the index of 2024
    assert 0.75 < share_between(found.codes // 10**4) < 0.88  # 0.82
    together = np.corrcoef(result.points.T)
    assert 0.65 < together[0, 1] < 0.90  # 0.78


def test_a_year_without_figures_follows_the_nearest_and_says_so() -> None:
    small = small_method()
    found = simulate(small, 2019)
    assert "angka IDM 2021 yang terbit karena angka 2019 tidak tersedia" in found.note
    assert found.note.startswith("Data contoh")
    assert "dibuat merata" in found.note
    assert "tidak tersedia" not in nation(2024)[0].note
    assert "merata" not in nation(2024)[0].note


def test_another_index_follows_its_own_figures() -> None:
    figure = figure_for(method("indeks-desa-2025"), 2023)
    assert figure is not None
    assert (figure.index, figure.year) == ("Indeks Desa", 2025)
    baseline = figure_for(method("idm-permendes-2-2016"), 2016)
    assert baseline is not None
    assert baseline.year == 2015


def test_a_method_with_other_classes_is_simulated_without_published_counts() -> None:
    found = simulate(small_method(classes=("rendah", "tinggi")), 2024)
    assert "tidak dicocokkan" in found.note
    assert not stranger_cells(found.method, found.scores).any()


def test_a_class_no_scores_can_give_is_left_out_and_told() -> None:
    coarse = small_method(sizes=(1, 1))
    found = simulate(coarse, 2024)
    reachable = set(compute(coarse, found.scores).level.tolist())
    assert reachable < {1, 2, 3, 4, 5}
    assert "tidak mencapai statusnya" in found.note


def test_settling_moves_scores_only_along_existing_ones() -> None:
    small = small_method()
    scores = np.zeros((5, 8), dtype=np.int8, order="F")
    level = np.array([1, 2, 3, 4, 5], dtype=np.int8)
    assert example_scores.settle(small, scores, level, np.random.default_rng(1)) == 0
    assert compute(small, scores).level.tolist() == level.tolist()
    assert not stranger_cells(small, scores).any()


def test_apportioned_counts_meet_both_margins() -> None:
    villages = np.array([100, 37, 3, 900])
    pattern = np.array([[0, 0, 5, 60, 35], [30, 7, 0, 0, 0], [0, 0, 0, 0, 0], [10, 90, 500, 200, 100]])
    for national in ([40, 97, 505, 260, 135], [500, 300, 200, 30, 7], [0, 0, 1, 0, 0]):
        for same_year in (True, False):
            table = apportion(villages, np.array(national), pattern, same_year=same_year)
            assert (table >= 0).all()
            assert table.sum(axis=1).tolist() == villages.tolist()
            assert table.sum(axis=0).tolist() == largest_remainder(np.array(national), 1_040).tolist()


@pytest.mark.long
@pytest.mark.parametrize(("name", "year"), [("idm-permendes-2-2016", 2015), ("indeks-desa-2025", 2025)])
def test_the_other_methods_meet_their_counts(name: str, year: int) -> None:
    found = simulate(method(name), year)
    published = next(item.counts for item in national_figures(found.method.short) if item.year == year)
    assert counts(compute(found.method, found.scores)) == largest_remainder(np.array(published), 75_266).tolist()
    assert not stranger_cells(found.method, found.scores).any()


@pytest.mark.reference
def test_scores_of_a_year_are_near_those_of_its_published_documents(reference_data: Path) -> None:
    found, _ = nation(2023)
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    letters = {"IKS": "s", "IKE": "e", "IKL": "l"}
    with (reference_data / "idm" / "indicator_score_distribution.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["year"] == "2023":
                code = f"{letters[row['component']]}{int(row['no']):02d}"
                seen[code][int(row["score"])] += int(row["villages"])
    assert set(seen) == set(found.method.indicator_codes)
    gaps = []
    for number, indicator in enumerate(found.method.indicators):
        times = seen[indicator.code]
        for score in indicator.scores:
            share = (found.scores[:, number] == score).mean()
            gaps.append(abs(share - times[score] / times.total()))
    assert np.mean(gaps) < 0.04
