"""Everything wrong with a journal is said at once; boundaries lie where they should."""

from __future__ import annotations

from datetime import date

import pytest

from swadaya.ledger.rules import charts, non_negative
from swadaya.ledger.rules.journal import (
    LARGEST,
    MOST_JOURNALS,
    BookState,
    Held,
    Journal,
    Posting,
    batch_problems,
    mirror,
    net,
    problems,
    sides,
)

KSM = charts.chart("ksm-2026").accounts
DAY = date(2024, 5, 10)
GOOD = Journal(DAY, "Simpanan", (Posting("11010", 5000), Posting("21020", -5000, "A1", "wajib")))


def state(**changes):
    values = {"opened_on": date(2024, 1, 1), "closed_through": date(2024, 3, 31), "today": date(2024, 6, 1)}
    return BookState(**{**values, "accounts": KSM, **changes})


def codes(journal, **changes):
    return sorted({problem.code for problem in problems(journal, state(**changes))})


def with_lines(*lines, **options):
    return Journal(DAY, "Uji", tuple(Posting(*line) for line in lines), **options)


def test_a_good_journal_has_no_problem():
    assert problems(GOOD, state()) == []


CASH, OTHER = ("11010", 5000), ("41030", -5000)
WRONG = {
    "one line": (with_lines(("11010", 5000)), ["jurnal.kurang-baris", "jurnal.tak-seimbang"]),
    "no line": (with_lines(), ["jurnal.kurang-baris"]),
    "one Rupiah off": (with_lines(CASH, ("41030", -4999)), ["jurnal.tak-seimbang"]),
    "nothing": (with_lines(CASH, OTHER, ("51030", 0)), ["jurnal.nol"]),
    "too much": (with_lines(("11010", LARGEST + 1), ("41030", -LARGEST - 1)), ["jurnal.terlalu-besar"]),
    "unknown account": (with_lines(("1", 5000), OTHER), ["jurnal.akun"]),
    "no party": (with_lines(CASH, ("21020", -5000)), ["jurnal.bagian", "jurnal.pihak"]),
    "party where none belongs": (with_lines(("11010", 5000, "A1"), OTHER), ["jurnal.pihak"]),
    "a name for a party": (with_lines(CASH, ("21020", -5000, "Siti Aminah", "wajib")), ["jurnal.pihak"]),
    "unknown kind of savings": (with_lines(CASH, ("21020", -5000, "A1", "lain")), ["jurnal.bagian"]),
    "unknown kind": (with_lines(CASH, OTHER, kind="lain"), ["jurnal.jenis"]),
    "two lines of text": (with_lines(CASH, OTHER, reference="a\nb"), ["jurnal.teks"]),
    "a reference too long": (with_lines(CASH, OTHER, reference="x" * 41), ["jurnal.teks"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(name):
    journal, expected = WRONG[name]
    assert codes(journal) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 12, 31), ["jurnal.sebelum-buku"]),
        (date(2024, 3, 31), ["jurnal.bulan-ditutup"]),
        (date(2024, 4, 1), []),
        (date(2024, 6, 1), []),
        (date(2024, 6, 2), ["jurnal.tanggal-depan"]),
    ],
)
def test_dates_are_open_between_the_last_closed_month_and_today(day, expected):
    assert codes(Journal(day, "Uji", GOOD.postings)) == expected


def test_a_name_of_a_party_is_found_in_any_spelling_but_not_inside_other_words():
    names = ["Ani", "Siti Aminah"]
    for memo in ("Titipan ANI", "siti  aminah: simpanan", "(Ani)"):
        assert codes(Journal(DAY, memo, GOOD.postings), names=names) == ["nama.dalam-teks"]
    for memo in ("Berani maju", "Siti", "Aminah"):
        assert codes(Journal(DAY, memo, GOOD.postings), names=names) == []


def test_a_reversal_must_mirror_what_it_takes_back():
    back = mirror(GOOD, seq=7, on=DAY, reason="salah")
    held = {7: Held(7, GOOD)}
    assert codes(back, held=held) == []
    assert net((*GOOD.postings, *back.postings)) == {}
    assert codes(back) == ["jurnal.tak-ada"]
    assert codes(back, held={7: Held(7, GOOD, reversed_by=8)}) == ["jurnal.sudah-dibalik"]
    assert codes(back, held={7: Held(7, back)}) == ["jurnal.pembalik"]
    assert codes(mirror(GOOD, seq=7, on=date(2024, 5, 9), reason="x"), held=held) == ["jurnal.balik-lebih-awal"]
    assert codes(mirror(GOOD, seq=7, on=DAY, reason=" "), held=held) == ["jurnal.tanpa-alasan"]
    other = with_lines(("11010", -5000), ("21020", 5000, "A2", "wajib"), reverses=7, reason="x")
    assert codes(other, held=held) == ["jurnal.balik-berbeda"]


def test_a_batch_says_which_of_its_journals_is_wrong():
    found = batch_problems([GOOD, with_lines(CASH, ("41030", -1))], state())
    assert [(problem.code, problem.where.row) for problem in found] == [("jurnal.tak-seimbang", 2)]
    found = batch_problems([GOOD, with_lines(CASH, ("41030", -1))], state(), rows=[2, 5])
    assert found[0].where.row == 5
    assert [problem.code for problem in batch_problems([], state())] == ["jurnal.kosong"]
    many = batch_problems([GOOD] * (MOST_JOURNALS + 1), state())
    assert [problem.code for problem in many] == ["jurnal.terlalu-banyak"]
    back = mirror(GOOD, seq=7, on=DAY, reason="salah")
    twice = batch_problems([back, back], state(held={7: Held(7, GOOD)}))
    assert [problem.code for problem in twice] == ["jurnal.dibalik-dua-kali"]


def test_sides_are_both_above_zero():
    assert sides(GOOD.postings) == (5000, 5000)


def cash(*days):
    return {("11010", date(2024, 5, day)): amount for day, amount in days}


@pytest.mark.parametrize(
    ("held", "added", "bad_day"),
    [
        (cash((1, 1000)), cash((2, -1000)), None),
        (cash((1, 1000)), cash((2, -1001)), "2024-05-02"),
        (cash((2, 1000)), cash((1, -1)), "2024-05-01"),
        (cash((1, 1000), (5, -900)), cash((3, -101)), "2024-05-05"),
        (cash((1, 1000), (5, -900), (6, 500)), cash((3, -100)), None),
        ({}, cash((1, -5), (2, 10)), "2024-05-01"),
    ],
)
def test_cash_is_looked_at_on_every_day_from_the_first_change(held, added, bad_day):
    found = non_negative.cash_problems(held, added)
    assert [problem.got.split(" pada ")[1] for problem in found] == ([bad_day] if bad_day else [])


def test_what_a_party_holds_is_looked_at_on_the_accounts_own_side():
    savings, claim = ("21020", "A1", "wajib"), ("11030", "A1", "")
    assert non_negative.party_problems({savings: -500}, {savings: 500}, KSM) == []
    assert [p.code for p in non_negative.party_problems({savings: -500}, {savings: 501}, KSM)] == ["pihak.kurang"]
    assert [p.code for p in non_negative.party_problems({claim: 500}, {claim: -501}, KSM)] == ["pihak.kurang"]
    assert non_negative.party_problems({}, {claim: 1}, KSM) == []
