"""Example groups show what a group's year looks like, keep right books, and stay away from other people's data."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from ledger_books import hledger_strict

from swadaya.accounts import examples as people
from swadaya.accounts import selectors as accounts
from swadaya.accounts.rules.access import system
from swadaya.core import clock
from swadaya.core.refusal import Invalid
from swadaya.ksm import examples, selectors, services
from swadaya.ksm.examples import groups
from swadaya.ksm.examples import institutions as bodies
from swadaya.ksm.models import Ksm, Meeting, Record
from swadaya.ledger import exports, verification
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db
SYSTEM = system("uji")


@pytest.fixture
def nation(monkeypatch):
    """What the database holds of the nation: ``nation("contoh")``, ``nation("sungguhan")`` or nothing."""

    def holds(*kinds: str) -> None:
        runs = [SimpleNamespace(example=kind == "contoh") for kind in kinds]
        monkeypatch.setattr("swadaya.ksm.examples.indeks.published_runs", lambda: runs)

    return holds


def faults(ksm_id) -> list:
    found = verification.verify(by=SYSTEM, book_id=selectors.group(ksm_id, by=SYSTEM).book_id)
    return list(found.problems)


def meetings(ksm_id) -> list:
    return selectors.meetings(ksm_id, by=SYSTEM, limit=100)


def in_time(ksm_id) -> tuple[int, int]:
    """Books in time of all, by the clock in force and by the officers' own."""
    today = clock.today()
    card = selectors.score_card(ksm_id, first=today - timedelta(days=90), last=today, by=SYSTEM)
    both = [one for line in card.lines for one in line.figures if one.code == "tepat-waktu"]
    return tuple(figure.part for figure in sorted(both, key=lambda figure: not figure.in_force))


@pytest.mark.django_db(transaction=True)
def test_a_year_of_the_living_group_with_its_correction_its_difference_and_the_sheet_of_today(regions, home, nation):
    nation("contoh", "contoh")
    made = examples.load()
    living = examples.living()
    assert living == made[0]
    page = selectors.group(living, by=SYSTEM)
    assert (page.name, page.status, page.shares.members) == ("KSM Melati (contoh)", "aktif", 20)
    assert all(item.done for item in page.completeness)
    lines = meetings(living)
    assert [line.state for line in lines[:2]] == ["direncanakan", "menunggu-konfirmasi"]
    assert sorted({line.state for line in lines[2:]}) == ["batal", "selesai"]
    assert lines[0].on == clock.today()
    held = [line for line in lines if line.counted is not None]
    assert len(held) == 50
    assert all(19 <= line.enrolled <= 21 and 10 < line.present <= line.enrolled for line in held)
    assert [line.revision for line in held].count(2) == 1
    differing = Record.objects.exclude(difference=0)
    assert [(one.difference, bool(one.cash_reason)) for one in differing] == [(-2_000, True)]
    assert ledger.cash_on(page.book_id, clock.today(), by=SYSTEM) == held[0].counted
    assert in_time(living)[0] == 0 < in_time(living)[1]

    assert [faults(one) for one in made] == [[], [], [], []]
    standing = {line.name: (line.status, line.members) for line in selectors.groups_in("33", by=SYSTEM)}
    assert standing == {
        "KSM Melati (contoh)": ("aktif", 20),
        "UEP Mawar (contoh)": ("aktif", 12),
        "Pokmas Kenanga (contoh)": ("tidur", 8),
        "SPP Anggrek (contoh)": ("aktif", 15),
    }
    assert selectors.welfare_counts("33").bkkks == 1
    assert selectors.bkm_in("33", by=SYSTEM)
    assert selectors.units_in("33", by=SYSTEM)

    everybody = people.make(str(living))
    people.join(str(living))
    accounts_of = people.ids()
    examples.seat({"sekretaris": accounts_of["sekretaris-ksm"], "anggota": accounts_of["anggota-kelompok"]})
    examples.seat({"sekretaris": accounts_of["sekretaris-ksm"]})
    assert {one.place for one in everybody if one.username == "contoh.ketua-ksm"} == {"kelompok KSM Melati (contoh)"}
    secretary = accounts.viewer_of(accounts_of["sekretaris-ksm"], second_factor=False)
    sheet = selectors.sheet(living, by=secretary, meeting_id=lines[0].id)
    assert (sheet.held_on, len(sheet.members), sheet.opening_cash) == (clock.today(), 20, held[0].counted)
    own = selectors.group(living, by=secretary).own_member
    assert {one.office for one in sheet.members if one.id == own} == {"sekretaris"}
    assert sheet.offered_kinds == ("wajib", "sukarela"), "everybody has paid once"
    services.confirm_meeting(lines[1].id, by=secretary)

    before = (Ksm.objects.count(), Meeting.objects.count(), Record.objects.count())
    with pytest.raises(Invalid) as refused:
        examples.load()
    assert refused.value.problem.code == "ksm.contoh-tak-perlu"
    assert (Ksm.objects.count(), Meeting.objects.count(), Record.objects.count()) == before


def test_the_young_group_met_today_and_the_books_of_that_meeting_alone_are_in_time(regions, home, make):
    mentor = make(founded=clock.today() - timedelta(days=400))
    young = groups.make_young(people.VILLAGE, bodies.make_bkm(people.VILLAGE), mentor.id)
    assert [line.state for line in meetings(young)] == ["direncanakan", *["selesai"] * 6]
    assert meetings(young)[1].on == clock.today()
    assert in_time(young) == (1, 6)
    assert [link.name for link in selectors.group(young, by=SYSTEM).links] == ["KSM Sumber Rejeki"]
    assert not faults(young)


def test_the_sleeping_group_holds_its_money_and_records_no_more(regions, home):
    sleeping = groups.make_sleeping(people.VILLAGE, bodies.make_bkm(people.VILLAGE))
    page = selectors.group(sleeping, by=SYSTEM)
    assert page.status == "tidur"
    assert ledger.cash_on(page.book_id, clock.today(), by=SYSTEM) > 0
    with pytest.raises(Invalid):
        services.plan_meeting(sleeping, on=clock.today(), by=SYSTEM)
    assert not faults(sleeping)


def test_the_group_that_was_taken_over_begins_with_its_balances_and_goes_on(regions, home):
    old = groups.make_taken_over(people.VILLAGE, bodies.make_bkm(people.VILLAGE))
    page = selectors.group(old, by=SYSTEM)
    first = ledger.journals_in_order(page.book_id, by=SYSTEM, limit=1)[0].journal
    assert first.kind == "pembukaan"
    assert len([posting for posting in first.postings if posting.party]) == 30
    assert page.name == groups.TAKEN_OVER
    assert [fact.value for fact in selectors.facts_of(old, by=SYSTEM)].count(
        "Simpan Pinjam Perempuan RT 3 (contoh)"
    ) == 1
    assert len(meetings(old)) == 4
    assert not faults(old)


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ((), "ksm.bukan-data-contoh"),
        (("sungguhan",), "ksm.bukan-data-contoh"),
        (("contoh", "sungguhan"), "ksm.bukan-data-contoh"),
    ],
)
def test_real_data_or_none_gets_no_example_groups(regions, home, nation, runs, code):
    nation(*runs)
    assert not examples.is_missing()
    with pytest.raises(Invalid) as refused:
        examples.load()
    assert refused.value.problem.code == code
    assert not Ksm.objects.exists()


def test_where_somebody_registered_a_group_no_example_group_is_added(group, nation):
    nation("contoh")
    assert not examples.is_missing()
    with pytest.raises(Invalid) as refused:
        examples.load()
    assert refused.value.problem.code == "ksm.contoh-tak-perlu"
    assert examples.living() is None
    examples.seat({"ketua": 1})
    assert [one.username for one in people.make()].count("contoh.ketua-ksm") == 0


@pytest.mark.hledger
@pytest.mark.django_db(transaction=True)
def test_hledger_finds_nothing_to_say_of_the_books_of_the_examples_however_strict_it_is(regions, home, nation):
    nation("contoh", "contoh")
    books = [selectors.group(one, by=SYSTEM).book_id for one in examples.load()]
    for book in books:
        hledger_strict("".join(exports.hledger_text(book, by=SYSTEM)))
