"""What must hold for any villages whatever: monotone, independent of the order of rows, sums that add up."""

from __future__ import annotations

import numpy as np
import pytest
from counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from swadaya.methodology import compute, method
from swadaya.methodology.composite import MISSING, from_points
from swadaya.methodology.pipeline import rank_all, run, run_composite
from swadaya.methodology.ranking import _by_counting, _by_sorting, ranks, ranks_within
from swadaya.methodology.regions import Regions, group_by
from swadaya.methodology.summary import Scale, fold, summarise

OPERATIONAL = method("idm-operasional-2020")
LEVELS = ("nasional", "provinsi", "kabkota", "kecamatan")


@st.composite
def villages(draw, most=40):
    """Codes in a small country, so that groups are shared, and scores of which some are missing."""
    count = draw(st.integers(1, most))
    codes = draw(
        st.lists(
            st.builds(
                lambda p, k, c, d: p * 10**8 + k * 10**6 + c * 10**4 + 2000 + d,
                st.sampled_from([11, 33, 94]),
                st.integers(1, 3),
                st.integers(1, 3),
                st.integers(1, 9),
            ),
            min_size=count,
            max_size=count,
            unique=True,
        )
    )
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    columns = [rng.choice(np.array(item.scores, np.int8), count) for item in OPERATIONAL.indicators]
    scores = np.asfortranarray(np.stack(columns, axis=1))
    missing = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, 49)), max_size=count // 2))
    for row, column in missing:
        scores[row, column] = MISSING
    return np.array(codes, dtype=np.int64), scores


@given(st.data())
@settings(max_examples=examples(50, 1000))
def test_a_higher_score_never_lowers_index_or_class(data):
    found = method(data.draw(st.sampled_from(["idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025"])))
    scores = [data.draw(st.sampled_from(item.scores)) for item in found.indicators]
    number = data.draw(st.integers(0, len(scores) - 1))
    steps = found.indicators[number].scores
    raised = [[*scores[:number], step, *scores[number + 1 :]] for step in steps]
    result = compute(found, np.asfortranarray(np.array(raised, dtype=np.int8)))
    part = next(place for place, held in enumerate(found.slices) if held.start <= number < held.stop)
    assert np.diff(result.k).tolist() == [found.weights[part] * step for step in np.diff(steps).tolist()]
    assert (np.diff(result.level) >= 0).all()


@given(villages(), st.randoms(use_true_random=False))
@settings(max_examples=examples(40, 600))
def test_ranks_and_classes_do_not_depend_on_the_order_of_rows(country, shuffler):
    codes, scores = country
    first = run(OPERATIONAL, codes, scores)
    order = list(range(len(codes)))
    shuffler.shuffle(order)
    second = run(OPERATIONAL, codes[order], np.asfortranarray(scores[order]))
    assert np.array_equal(second.composite.level, first.composite.level[order])
    for level in LEVELS:
        assert np.array_equal(getattr(second.ranks, level), getattr(first.ranks, level)[order])
        left, right = getattr(first, level), getattr(second, level)
        for name in ("keys", "desa", "with_index", "classes", "sum_k", "sum_points", "lowest_k", "highest_k"):
            assert np.array_equal(getattr(left, name), getattr(right, name)), (level, name)


@given(villages())
@settings(max_examples=examples(40, 600))
def test_a_missing_score_is_never_a_zero(country):
    codes, scores = country
    result = run(OPERATIONAL, codes, scores)
    missing = (scores == MISSING).any(axis=1)
    assert np.array_equal(result.composite.k < 0, missing)
    assert np.array_equal(result.ranks.nasional == 0, missing)
    assert result.nasional.with_index.sum() == (~missing).sum()
    assert result.nasional.sum_k.sum() == result.composite.k[~missing].sum()


@given(villages())
@settings(max_examples=examples(40, 600))
def test_folding_districts_is_summing_up_directly_and_every_level_adds_up(country):
    codes, scores = country
    composite = compute(OPERATIONAL, scores)
    nation = run_composite(OPERATIONAL, codes, composite)
    scale = Scale.of(OPERATIONAL)
    for level, cut in (("kabkota", 10**6), ("provinsi", 10**8), ("nasional", 10**10)):
        direct = summarise(composite, group_by(codes // cut), scale)
        folded = getattr(nation, level)
        for name in ("keys", "desa", "with_index", "classes", "sum_k", "sum_points", "lowest_k", "highest_k"):
            assert np.array_equal(getattr(folded, name), getattr(direct, name)), (level, name)
    for level in LEVELS:
        summary = getattr(nation, level)
        assert summary.desa.sum() == len(codes)
        assert np.array_equal(summary.classes.sum(axis=1), summary.with_index)
        assert np.array_equal(summary.sum_k, summary.sum_points @ np.array(OPERATIONAL.weights))


@given(villages())
@settings(max_examples=examples(15, 200))
def test_rows_that_lie_together_and_rows_that_do_not_are_summed_alike(country):
    codes, scores = country
    order = np.argsort(codes)
    scale = Scale.of(OPERATIONAL)
    together = group_by(codes[order] // 10**4)
    assert together.starts is not None
    apart = group_by(codes // 10**4)
    left = summarise(compute(OPERATIONAL, np.asfortranarray(scores[order])), together, scale)
    right = summarise(compute(OPERATIONAL, scores), apart, scale)
    assert np.array_equal(left.sum_points, right.sum_points)
    assert np.array_equal(left.lowest_k, right.lowest_k)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 60)), max_size=60),
    st.integers(1, 6300),
)
@settings(max_examples=examples(80, 2000))
def test_counting_and_sorting_give_the_same_ranks_as_the_definition(rows, stretch):
    groups = np.array([group for group, _ in rows], dtype=np.int64)
    k = np.array([value * stretch if value > 0 else value for _, value in rows], dtype=np.int32)
    grouping = group_by(groups)
    expected = [
        0 if own < 0 else 1 + sum(other > own and there == here for there, other in zip(groups, k, strict=True))
        for here, own in zip(groups, k, strict=True)
    ]
    assert ranks_within(k, grouping).tolist() == expected
    if len(rows):
        span = int(k.max()) + 2
        assert _by_counting(k, grouping, span).tolist() == expected
        assert _by_sorting(k, grouping, span).tolist() == expected


@given(st.lists(st.integers(-1, 6300), max_size=80))
def test_national_ranks_count_the_strictly_better(values):
    k = np.array(values, dtype=np.int32)
    expected = [0 if own < 0 else 1 + sum(other > own for other in values) for own in values]
    assert ranks(k).tolist() == expected


def test_nobody_at_all_has_no_ranks_and_no_groups():
    nation = run(OPERATIONAL, np.empty(0, np.int64), np.empty((0, 50), np.int8))
    assert len(nation.nasional.keys) == len(nation.ranks.kecamatan) == 0


def test_a_country_without_any_index_has_groups_and_no_ranks():
    codes = np.array([1101012001, 1101012002, 3304092011], dtype=np.int64)
    nation = run(OPERATIONAL, codes, np.full((3, 50), MISSING, np.int8))
    assert nation.provinsi.desa.tolist() == [2, 1]
    assert nation.provinsi.with_index.tolist() == [0, 0]
    assert nation.provinsi.lowest_k.tolist() == [-1, -1]
    assert nation.provinsi.mean(0) is None
    assert nation.ranks.nasional.tolist() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["fold", "ranks"])
def test_the_lowest_possible_index_is_an_index(kind):
    """k = 0 is a value: it ranks last and counts, it is not missing."""
    found = method("idm-permendes-2-2016")
    codes = np.array([1101012001, 1101012002], dtype=np.int64)
    composite = from_points(found, np.array([[0, 0, 0], [1, 0, 0]], np.int32))
    if kind == "ranks":
        assert rank_all(composite.k, Regions.of(codes)).kecamatan.tolist() == [2, 1]
    else:
        fine = summarise(composite, group_by(codes // 10**4), Scale.of(found))
        assert fold(fine, fine.keys // 100).lowest_k.tolist() == [0]
        assert fine.with_index.tolist() == [2]
