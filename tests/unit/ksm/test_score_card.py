"""The score card: every figure with its records, and nothing counted that nobody recorded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from swadaya.core import clock
from swadaya.core.rulefiles import parse
from swadaya.ksm.rules import (
    account_map,
    activity,
    agenda,
    panca_sutra,
    regular_savings,
    rulecheck,
    timeliness,
)
from swadaya.ksm.rules.panca_sutra import Facts, Held

FIRST, LAST = date(2026, 1, 5), date(2026, 2, 1)
BOOK = panca_sutra.in_force(LAST)
WEEKS = [date(2026, 1, 8) + timedelta(weeks=week) for week in range(4)]
DONE, POSTPONED = agenda.Item("Simpanan", "terlaksana"), agenda.Item("Pelatihan", "ditunda")


def meeting(number: int, present: int, *, members: int = 12, items=(DONE,), late: bool = False) -> Held:
    day = WEEKS[number]
    marks = {member: "H" if member <= present else "A" for member in range(1, members + 1)}
    at = datetime(day.year, day.month, day.day, 9, tzinfo=clock.WIB) + timedelta(days=late)
    return Held(f"r{number}", day, day, marks, tuple(items), timeliness.Written(f"r{number}", day, at))


def card_of(*, meetings, savers: int = 10, rhythm="pertemuan", joined=None):
    members = [regular_savings.Enrolled(member, date(2025, 12, 1)) for member in range(1, 13)]
    deposits = [
        regular_savings.Deposit(member, one.held_on, 10_000)
        for one in meetings
        if one.held_on
        for member in range(1, savers + 1)
    ]
    facts = Facts(meetings, members, deposits, rhythm)
    return panca_sutra.score_card(facts, first=FIRST, last=LAST, book=BOOK, joined=joined)


FOUR = [meeting(0, 10), meeting(1, 9), meeting(2, 10), meeting(3, 9, items=(DONE, POSTPONED))]


def test_the_group_of_the_example_has_53_of_60_points():
    card = card_of(meetings=FOUR)
    assert [line.whole_points for line in card.lines] == [16, 17, 20, None, None]
    assert (card.points, card.most) == (53, 60)


def test_loans_and_instalments_are_not_recorded_yet_and_not_zero():
    card = card_of(meetings=FOUR)
    assert [(line.rule.code, line.points, line.note) for line in card.lines[3:]] == [
        ("pinjaman", None, "belum dicatat"),
        ("angsuran", None, "belum dicatat"),
    ]


def test_a_room_above_can_speak_for_its_rule():
    line = panca_sutra.Line(BOOK.rules["pinjaman"], Fraction(15), ())
    card = card_of(meetings=FOUR, joined={"pinjaman": line})
    assert card.lines[3] is line
    assert (card.points, card.most) == (68, 80)


def test_figures_say_what_they_rest_on_and_what_they_must_reach():
    card = card_of(meetings=FOUR)
    attendance = card.figure("kehadiran")
    assert (attendance.part, attendance.whole, attendance.ratio, attendance.met) == (38, 48, Fraction(19, 24), False)
    assert attendance.required == "lebih dari 80 persen"
    assert [(one.key, one.text) for one in attendance.records][:2] == [
        ("r0", "10 dari 12 hadir"),
        ("r1", "9 dari 12 hadir"),
    ]
    savers = card.figure("penabung")
    assert (savers.part, savers.whole, savers.met) == (10, 12, True)
    assert [one.key for one in savers.records if not one.counted] == ["11", "12"]
    done = card.figure("agenda")
    assert (done.part, done.whole, done.met) == (4, 5, False)
    assert all(figure.source for line in card.lines for figure in line.figures)


def test_both_readings_are_shown_and_one_is_in_force():
    card = card_of(meetings=FOUR)
    for code in ("kehadiran", "penabung", "tepat-waktu"):
        shown = [one for line in card.lines for one in line.figures if one.code == code]
        assert [one.in_force for one in shown].count(True) == 1
        assert len({one.reading for one in shown}) == 2


def test_a_planned_meeting_that_was_not_held_lowers_the_points_a_cancelled_one_does_not():
    missed = Held("x", WEEKS[3], None)
    assert card_of(meetings=[*FOUR[:3], missed]).figure("terlaksana").ratio == Fraction(3, 4)
    cancelled = Held("x", WEEKS[3], None, cancelled=True)
    assert card_of(meetings=[*FOUR[:3], cancelled]).figure("terlaksana").ratio == 1


def test_late_books_are_counted_by_the_clock_in_force():
    card = card_of(meetings=[*FOUR[:3], meeting(3, 9, late=True)])
    assert card.figure("tepat-waktu").ratio == Fraction(3, 4)
    assert card.lines[2].points == 15


def test_an_empty_window_has_no_points_and_no_shares():
    card = card_of(meetings=[])
    assert (card.points, card.most) == (0, 0)
    assert card.figure("kehadiran").ratio is None


def test_without_an_agreed_compulsory_saving_there_are_no_savers_to_judge():
    line = card_of(meetings=FOUR, rhythm=None).lines[1]
    assert (line.points, line.note) == (None, "simpanan wajib belum disepakati")


@pytest.mark.parametrize("kind", ["panca-sutra", "pos-rapat", "ksm-aktif"])
def test_the_shipped_rule_files_have_no_fault(kind):
    from swadaya.core import rulefiles

    found = rulefiles.of_kind(kind)
    assert found
    assert [problem for rule in found.values() for problem in rulecheck.problems_in(rule)] == []


HEAD = (
    'id="x"\nkind="{kind}"\ntitle="x"\nstanding="tidak-resmi"\nvalid_from=2026-01-01\nreference="x"\nverification="x"\n'
)


@pytest.mark.parametrize(
    ("kind", "content", "keys"),
    [
        (
            "panca-sutra",
            '[attendance]\nreading="asal"\n',
            {"attendance.reading", "savings.reading", "books.clock", "rule"},
        ),
        (
            "panca-sutra",
            '[[criterion]]\nfigure="x"\ncompare="<"\nvalue="a"\n',
            {"criterion[0].compare", "criterion[0].source"},
        ),
        (
            "pos-rapat",
            '[[item]]\ncode="a"\nlabel="b"\naccount="c"\ndirection="samping"\n',
            {"chart", "item[0].direction"},
        ),
        ("ksm-aktif", 'published="Z"\nquality_days=0\n', {"published", "quality_days", "meeting_share"}),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_keys(kind, content, keys):
    rule = parse((HEAD.format(kind=kind) + content).encode(), name="x.toml", origin="x.toml")
    found = {problem.where.key for problem in rulecheck.problems_in(rule)}
    assert keys <= found


def test_active_means_what_the_rule_file_says():
    definition = activity.in_force(date(2026, 12, 31))
    took_part = activity.Evidence(True, True, 1, 4, 1, False, False, False)
    assert [activity.is_active(took_part, code, definition) for code in "ABCF"] == [True, False, False, False]
    alive = activity.Evidence(True, True, 0, 3, 2, True, True, False)
    assert [activity.is_active(alive, code, definition) for code in "ABCF"] == [False, True, True, False]
    gone = activity.Evidence(False, True, 5, 3, 3, True, True, True)
    assert not any(activity.is_active(gone, code, definition) for code in "ABCF")


def test_every_account_a_meeting_posts_to_is_in_the_chart():
    from swadaya.ledger.rules import charts

    accounts = account_map.in_force(date(2026, 1, 1))
    chart = charts.chart(accounts.chart).accounts
    wanted = {accounts.cash, accounts.savings, accounts.fines, accounts.cash_short, accounts.cash_over}
    wanted |= {item.account for item in accounts.items.values()}
    assert wanted <= chart.keys()
    assert chart[accounts.cash].cash == "kas" and chart[accounts.savings].parties
    assert not any(chart[item.account].parties for item in accounts.items.values())
