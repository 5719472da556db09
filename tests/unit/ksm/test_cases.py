"""The cases that people of the field can read: attendance, savers, books in time."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from swadaya.ksm.rules import attendance, panca_sutra, regular_savings, timeliness

HERE = Path(__file__).parents[2] / "cases" / "ksm"
BOOK = panca_sutra.in_force(date(2026, 2, 1))


def cases(name: str) -> list:
    found = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["kasus"]
    return [pytest.param(case, id=case["nama"]) for case in found]


@pytest.mark.parametrize("case", cases("kehadiran"))
def test_average_attendance_is_read_both_ways(case):
    held = [
        attendance.Attended(str(number), date(2026, 1, number + 1), *counts)
        for number, counts in enumerate(case["pertemuan"])
    ]
    assert attendance.ratio(held, "rata-rata-pertemuan") == Fraction(case["rata_rata"])
    assert attendance.ratio(held, "seluruh-kursi") == Fraction(case["seluruh_kursi"])
    assert BOOK.criteria["kehadiran"].met(Fraction(case["rata_rata"])) == case["lulus"]


@pytest.mark.parametrize("case", cases("penabung"))
def test_a_regular_saver_pays_in_each_due_period(case):
    first, last = case["jendela"]
    joined = dict(case.get("masuk_belakangan", []))
    members = [
        regular_savings.Enrolled(one, joined.get(one, date(2025, 1, 1))) for one in range(1, case["anggota"] + 1)
    ]
    periods = regular_savings.due_periods(case["irama"], first=first, last=last, meetings=case["pertemuan"])
    paid = [(one, day) for one in case["menabung_tiap_masa"] for day in case["pertemuan"]]
    deposits = [regular_savings.Deposit(one, day, 10_000) for one, day in [*paid, *map(tuple, case["setoran_lain"])]]
    found = regular_savings.regular_savers(members, periods, deposits, reading="setiap-masa")
    assert (found.regular, len(found.members)) == (case["penabung"], case["dari"])
    once = regular_savings.regular_savers(members, periods, deposits, reading="sekali-dalam-jendela")
    assert once.regular == case["penabung_sekali"]
    assert BOOK.criteria["penabung"].met(found.share) == case["lulus"]


@pytest.mark.parametrize("case", cases("pembukuan"))
def test_books_are_in_time_on_each_clock(case):
    written = timeliness.Written("1", case["terlaksana"], case["dicatat"], case.get("ditutup"), case.get("kertas"))
    assert timeliness.on_time(written, clock="dicatat", grace=BOOK.grace) == case["tepat_dicatat"]
    assert timeliness.on_time(written, clock="terjadi", grace=BOOK.grace) == case["tepat_terjadi"]


def test_without_paper_in_the_rule_a_sheet_typed_in_later_is_late():
    written = timeliness.Written(
        "1", date(2026, 2, 5), timeliness.datetime.fromisoformat("2026-02-06T08:00:00+07:00"), None, date(2026, 2, 5)
    )
    assert timeliness.on_time(written, clock="dicatat", grace=timeliness.Grace(0, 7))
    assert not timeliness.on_time(written, clock="dicatat", grace=timeliness.Grace(0, None))


@pytest.mark.reference
def test_the_smallest_numbers_that_pass_agree_with_the_table_of_minimums(reference_data):
    fixtures = json.loads((reference_data / "ksm" / "fixtures.json").read_text(encoding="utf-8"))
    [table] = [one for one in fixtures if one["id"] == "pilot-gate-minimums"]
    for row in table["computed"]:
        seats = row["seats_4_meetings"]
        passing = [n for n in range(seats + 1) if BOOK.criteria["kehadiran"].met(Fraction(n, seats))]
        savers = [n for n in range(row["members"] + 1) if BOOK.criteria["penabung"].met(Fraction(n, row["members"]))]
        assert (passing[0], savers[0]) == (row["min_present"], row["min_savers"]), row
