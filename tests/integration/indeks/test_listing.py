"""Lists of a run a page at a time: the same villages as one large question, in every order, under every filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from counts import examples
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swadaya.indeks import result_lists, selectors, services
from swadaya.indeks.result_lists import ListedVillage
from swadaya.indeks.selectors import RunInfo
from swadaya.wilayah.rules.code_ranges import code_range

together = settings(max_examples=examples(6, 80), suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = ("", "11", "33", "1101", "110102", "330409", "3304092011", "99")


@pytest.fixture
def run(regions: None, take_in: Any, few_codes: tuple[str, ...], idm: Any) -> RunInfo:
    """A published run of few districts; two villages have no index, several share one."""
    first = idm.indicators[0]
    given: list[int | None] = [first.maximum] * len(few_codes)
    given[0] = given[5] = None
    take_in(**{first.code: given})
    services.publish_run(run_id=services.create_run(method_id=idm.id, year=2021).run_id)
    found = selectors.shown_run(2021)
    assert found is not None
    return found


def walk(run: RunInfo, size: int, order: Any = "kode", **filters: Any) -> Iterator[ListedVillage]:
    after = None
    while page := result_lists.villages(run, order=order, after=after, limit=size, **filters):
        assert len(page) <= size
        yield from page
        after = result_lists.place_of(page[-1], order)


def ranked(villages: list[ListedVillage]) -> list[ListedVillage]:
    return sorted(villages, key=lambda one: (one.k is None, -(one.k or 0), one.code))


@together
@given(size=st.integers(1, 40), order=st.sampled_from(["kode", "peringkat"]), region=st.sampled_from(PLACES))
def test_every_village_of_a_region_comes_once(
    run: RunInfo, few_codes: tuple[str, ...], size: int, order: Any, region: str
) -> None:
    found = list(walk(run, size, order, region=region))
    assert sorted(one.code for one in found) == [code for code in few_codes if code.startswith(region)]
    assert found == (sorted(found, key=lambda one: one.code) if order == "kode" else ranked(found))


@together
@given(
    size=st.integers(1, 40),
    order=st.sampled_from(["kode", "peringkat"]),
    region=st.sampled_from(PLACES),
    status=st.sampled_from([None, 0, 1, 2, 3, 4, 5]),
    prefixes=st.none() | st.lists(st.sampled_from(["11", "1101", "330409", "3304092011", "91", "55"]), max_size=4),
    lowest=st.none() | st.integers(0, 6300),
    highest=st.none() | st.integers(0, 6300),
)
def test_filters_together_leave_what_fits_all_of_them(
    run: RunInfo, size: int, order: Any, region: str, status: Any, prefixes: Any, lowest: Any, highest: Any
) -> None:
    def fits(one: ListedVillage) -> bool:
        between = (lowest, highest) == (None, None)
        if one.k is not None:
            between = (lowest or 0) <= one.k <= (6300 if highest is None else highest)
        inside = prefixes is None or any(one.code.startswith(prefix) for prefix in prefixes)
        return one.code.startswith(region) and inside and between and status in (None, one.level)

    wanted = [one for one in result_lists.villages(run, limit=10_000) if fits(one)]
    found = walk(
        run,
        size,
        order,
        region=region,
        status=status,
        ranges=None if prefixes is None else [code_range(prefix) for prefix in prefixes],
        lowest_k=lowest,
        highest_k=highest,
    )
    assert list(found) == (wanted if order == "kode" else ranked(wanted))


def test_a_listed_village_has_what_the_run_holds(run: RunInfo) -> None:
    by_code = {one.code: one for one in result_lists.villages(run, region="330409", limit=1000)}
    villages = selectors.villages_in("330409", run)
    assert villages and len(villages) == len(by_code)
    for one in villages:
        listed = by_code[one.code]
        assert (listed.name, listed.k, listed.level) == (one.name, one.k, one.level)
        assert (listed.points, listed.rank_kecamatan) == (one.points if one.k is not None else None, one.rank)


def test_a_class_is_found_also_when_the_method_file_is_another_one_now(run: RunInfo) -> None:
    before = list(walk(run, 7, "peringkat", status=3))
    assert before == list(walk(replace(run, method_version="lain"), 7, "peringkat", status=3))


def test_groups_come_by_key_and_within_a_region(run: RunInfo, few_codes: tuple[str, ...]) -> None:
    every = result_lists.group_keys(run, "kecamatan")
    assert every == sorted({code[:6] for code in few_codes})
    assert result_lists.group_keys(run, "kecamatan", after="110102", limit=1) == ["330409"]
    assert result_lists.group_keys(run, "kecamatan", region="33") == ["330409"]
    assert result_lists.group_keys(run, "nasional") == [""]
    assert result_lists.group_keys(run, "nasional", after="") == []


@pytest.fixture
def two_years(run: RunInfo, take_in: Any) -> tuple[RunInfo, RunInfo]:
    take_in(year=2022, seed=5)
    services.publish_run(run_id=services.create_run(method_id=run.method_id, year=2022).run_id)
    new = selectors.shown_run(2022)
    assert new is not None
    return run, new


@pytest.mark.parametrize(("start", "end"), [(None, None), (2, None), (None, 3), (2, 3), (5, 1)])
@pytest.mark.parametrize("region", ["", "11", "330409"])
def test_who_moved_is_who_has_another_class_in_the_later_run(
    two_years: tuple[RunInfo, RunInfo], region: str, start: int | None, end: int | None
) -> None:
    old, new = ({one.code: one for one in result_lists.villages(run, limit=10_000)} for run in two_years)
    wanted = [
        code
        for code in sorted(old)
        if code.startswith(region)
        and old[code].level
        and new[code].level
        and old[code].level != new[code].level
        and start in (None, old[code].level)
        and end in (None, new[code].level)
    ]
    found: list[Any] = []
    while page := result_lists.moved(
        *two_years,
        region=region,
        from_level=start,
        to_level=end,
        after=found[-1].code if found else "",
        limit=3,
    ):
        found += page
    assert [one.code for one in found] == wanted
    assert all((one.old_k, one.new_k) == (old[one.code].k, new[one.code].k) for one in found)


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "indeks_result_pkey"),
        ({"after": ("330409",)}, "indeks_result_pkey"),
        ({"region": "33", "status": 2}, "indeks_result_status"),
        ({"order": "peringkat"}, "indeks_result_best"),
        ({"order": "peringkat", "after": (-3000, "33")}, "indeks_result_best"),
        ({"order": "peringkat", "region": "33"}, "indeks_result_best_provinsi"),
    ],
)
def test_a_page_is_read_from_an_index(
    run: RunInfo, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any], index: str
) -> None:
    """With whole-table reading and sorting made dear, as they are for a nation, the planner takes the index meant."""
    asked: list[tuple[str, Any]] = []
    monkeypatch.setattr(result_lists, "ask", lambda _link, query, values: asked.append((query, values)) or [])
    result_lists.villages(run, **filters)
    ((query, values),) = asked
    with connection.cursor() as cursor:
        for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            cursor.execute(f"SET LOCAL {setting} = off")
        cursor.execute(f"EXPLAIN {query}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"using {index} on" in plan, plan
    assert "Seq Scan on indeks_result" not in plan
