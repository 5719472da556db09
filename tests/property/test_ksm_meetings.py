"""Whatever a meeting says: it is refused with its reasons, or it posts balanced books that hold what was counted."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from swadaya.core import money
from swadaya.ksm.meetings import schema
from swadaya.ksm.parts import Member, Sheet
from swadaya.ksm.rules import account_map, aturan_main, cash_count

DAY = date(2026, 2, 5)
MEMBERS = range(1, 7)
ACCOUNTS = account_map.in_force(DAY)
ATURAN = aturan_main.read(aturan_main.EXAMPLE)[0]
SECTIONS = ("simpanan", "penarikan", "denda", "lain")

rubbish = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**18) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
amounts = st.sampled_from([0, 500, 1000, 10_000, "10.000", "Rp2.500", "1.50", "", None]) | st.integers(0, 200_000)
members = st.sampled_from([*MEMBERS, str(3), 99, None])
kinds = st.sampled_from(["pokok", "wajib", "sukarela", "emas"])
row = st.one_of(
    st.fixed_dictionaries({"anggota": members, "jenis": kinds, "jumlah": amounts}),
    st.fixed_dictionaries({"anggota": members, "jumlah": amounts, "sebab": st.sampled_from(["", "terlambat"])}),
    st.fixed_dictionaries({"pos": st.sampled_from([*ACCOUNTS.items, "x"]), "jumlah": amounts}),
)
rows = st.lists(row, max_size=6)


@st.composite
def sheets(draw):
    savings = {(one, kind): draw(st.integers(0, 50_000)) for one in MEMBERS for kind in aturan_main.SAVING_KINDS}
    roll = {one: Member(one, one) for one in MEMBERS}
    return Sheet(UUID(int=1), DAY, roll, ATURAN, ACCOUNTS, draw(st.integers(0, 300_000)), savings)


@st.composite
def said(draw, opening):
    """Mostly sensible; the count is often what the rows add up to, so that many meetings are taken in."""
    told = {
        "tanggal": DAY.isoformat(),
        "hadir": {str(one): draw(st.sampled_from("HHHHISA")) for one in MEMBERS},
        "agenda": [{"judul": "Simpanan", "keadaan": draw(st.sampled_from(["terlaksana", "ditunda"]))}],
    }
    for name in SECTIONS:
        if draw(st.booleans()):
            told[name] = [one for one in draw(rows) if _fits(name, one)]
    right = opening + _moved(told)
    counted = draw(st.sampled_from([right, max(right, 0), 0, 123_000]))
    told["kas"] = {"dihitung": counted, "alasan": draw(st.sampled_from(["", "salah kembalian"]))}
    if draw(st.integers(0, 9)) == 0:
        told[draw(st.sampled_from([*told, "gosip"]))] = draw(rubbish)
    return told


def _fits(name, one):
    return {"lain": "pos" in one, "denda": "sebab" in one}.get(name, "jenis" in one)


def _moved(told):
    signs = {"simpanan": 1, "denda": 1, "penarikan": -1}
    total = 0
    for name in SECTIONS:
        for one in told.get(name, []):
            amount = money.read(one["jumlah"], use=money.MEETING)[0] or 0
            item = ACCOUNTS.items.get(one.get("pos", ""))
            total += amount * (signs.get(name) or (1 if item and item.direction == "masuk" else -1))
    return total


taken = Counter()


@given(st.data())
@settings(max_examples=examples(200, 5000))
def test_any_meeting_is_refused_with_problems_or_posts_books_that_hold_what_was_counted(data):
    sheet = data.draw(sheets())
    told = data.draw(said(sheet.opening_cash))
    frame, problems = schema.frame(told, today=DAY)
    account = None
    if frame is not None:
        account, problems = schema.read(told, given=frame, sheet=sheet)
    taken[account is not None] += 1
    if account is None:
        assert problems
        assert all(problem.code and (problem.got or problem.expected) for problem in problems)
        return
    moved, held = 0, Counter(sheet.savings)
    for draft in account.drafts:
        assert len(draft.postings) >= 2 and sum(line.amount for line in draft.postings) == 0
        assert all(line.amount for line in draft.postings)
        for line in draft.postings:
            moved += line.amount if line.account == ACCOUNTS.cash else 0
            if line.party:
                held[int(line.party), line.part] -= line.amount
    assert sheet.opening_cash + moved == account.cash.counted >= 0
    assert account.cash.difference == 0 or account.cash.reason
    assert all(amount >= 0 for amount in held.values())
    assert set(account.marks) == set(MEMBERS)
    kept = sum(one["jumlah"] for name in ("simpanan", "denda") for one in account.sections[name])
    kept += sum(one["jumlah"] for one in account.sections["lain"] if ACCOUNTS.items[one["pos"]].direction == "masuk")
    assert kept == account.cash.inflow


def test_the_meetings_of_that_test_are_of_both_sorts():
    if sum(taken.values()) < 100:
        pytest.skip("runs with the test above")
    assert min(taken[True], taken[False]) > 20


@given(
    st.dictionaries(
        st.sampled_from([*SECTIONS, "hadir", "agenda", "kas", "keputusan", "tanggal", "berikut", "x"]), rubbish
    )
)
@settings(max_examples=examples(100, 3000))
def test_rubbish_is_answered_with_problems_never_with_an_accident(told):
    frame, problems = schema.frame(told, today=DAY)
    if frame is None:
        frame = schema.Frame(DAY, None, None)
        assert problems
    sheet = Sheet(UUID(int=1), DAY, {1: Member(1, 1)}, ATURAN, ACCOUNTS, 0, {})
    account, problems = schema.read(told, given=frame, sheet=sheet)
    assert account is not None or problems


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=8), st.integers(0, 10**6))
def test_a_count_by_pieces_adds_up(drawn, opening):
    pieces = {str(note): number % 50 for note, (number, _) in zip(cash_count.NOTES, drawn, strict=False)}
    count, problems = cash_count.read({"lembar": pieces})
    assert not problems
    assert count.counted == sum(int(note) * number for note, number in pieces.items())
    box = cash_count.Cash(opening, count.counted, 0, opening + count.counted)
    assert cash_count.problems(box) == []


@given(st.integers(0, money.MEETING.most))
def test_an_amount_written_out_is_read_back(amount):
    for written in (money.write_rp(amount), str(amount)):
        assert money.read(written, use=money.MEETING) == (amount, None)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_due_periods_follow_each_other_without_gap(first, days):
    from swadaya.ksm.rules.regular_savings import due_periods

    last = first + timedelta(days=days)
    for rhythm in ("mingguan", "bulanan"):
        found = due_periods(rhythm, first=first, last=last, meetings=())
        assert all(first <= one.last <= last for one in found)
        for one, two in zip(found, found[1:], strict=False):
            assert two.first == one.last + timedelta(days=1)
