"""Three books written by hand, posted and read back: statements against hledger's figures and against each other."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from ledger_books import (
    KEEPER,
    entry,
    hledger_balances,
    hledger_strict,
    new_key,
    open_book,
    post,
    read_balances,
    read_book,
    saving,
)

from swadaya.accounts.rules.access import OutOfSight
from swadaya.files import writing
from swadaya.ledger import exports, selectors, services, verification
from swadaya.ledger.rules import hledger, importers

CASES = Path(__file__).parents[2] / "cases" / "ledger"
BOOKS = ("kelompok-baru", "kelompok-lama", "kelompok-keliru")
pytestmark = pytest.mark.django_db


def posted(name):
    """The book, each journal in a batch of its own."""
    journals = read_book((CASES / f"{name}.journal").read_text(encoding="utf-8"))
    book = open_book(opened_on="2024-01-01")
    for journal in journals:
        if journal.kind == "pembukaan":
            services.load_cutoff(
                by=KEEPER,
                book_id=book,
                key=new_key(),
                on=journal.effective_on,
                postings=journal.postings,
                source=journal.reference,
            )
        else:
            post(book, journal)
    return book, journals


def balances(book, **options):
    held = selectors.accounts(book, by=KEEPER)
    found = selectors.balances(book, selectors.cut(book, by=KEEPER, **options), by=KEEPER)
    return {hledger.account_name(held[code]): amount for code, amount in found.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_written_by_hand_has_the_trial_balance_that_hledger_found(name):
    book, _ = posted(name)
    fixed = read_balances((CASES / f"{name}.saldo.csv").read_text(encoding="utf-8"))
    assert balances(book) == fixed
    now = selectors.cut(book, by=KEEPER)
    found = selectors.trial_balance(book, now, by=KEEPER)
    assert found.debit == found.credit == sum(amount for amount in fixed.values() if amount > 0)
    assert verification.verify(by=KEEPER, book_id=book).first is None


@pytest.mark.hledger
@pytest.mark.parametrize("name", BOOKS)
def test_hledger_still_finds_the_same_in_the_book_and_in_our_export(name):
    book, journals = posted(name)
    text = (CASES / f"{name}.journal").read_text(encoding="utf-8")
    fixed = read_balances((CASES / f"{name}.saldo.csv").read_text(encoding="utf-8"))
    exported = "".join(exports.hledger_text(book, by=KEEPER))
    assert hledger_balances(text) == hledger_balances(exported) == fixed
    assert [journal.postings for journal in read_book(exported)] == [journal.postings for journal in journals]
    for day in ("2024-01-15", "2024-07-31"):
        assert hledger_balances(exported, "-e", day) == balances(
            book, on=date.fromordinal(date.fromisoformat(day).toordinal() - 1)
        )


@pytest.mark.hledger
@pytest.mark.parametrize("name", BOOKS)
def test_hledger_finds_nothing_to_say_of_the_export_however_strict_it_is(name):
    book, _ = posted(name)
    hledger_strict("".join(exports.hledger_text(book, by=KEEPER)))


def test_the_statements_of_an_old_group_agree_with_each_other():
    book, _ = posted("kelompok-lama")
    start, end = date(2024, 7, 1), date(2024, 12, 31)
    until = selectors.cut(book, by=KEEPER, on=end)
    position = selectors.position(book, until, by=KEEPER)
    assert position.total_assets == 8_260_875 == position.total_liabilities + position.total_equity
    assert position.surplus == 0, "closed at the end of the year"
    surplus = selectors.surplus(book, until, start, by=KEEPER)
    assert surplus.total == 30_000 - 90_000 - 16_625
    equity = selectors.equity_changes(book, until, start, by=KEEPER)
    assert (equity.opening, equity.closing) == (862_500, 785_875)
    assert equity.closing == position.total_equity
    assert equity.closing - equity.opening == surplus.total
    flow = selectors.cash_flow(book, until, start, by=KEEPER)
    assert flow.opening == 412_500 + 3_150_000 + 600_000
    assert (flow.total("operasi"), flow.total("pendanaan"), flow.total("investasi")) == (230_000, -75_000, 0)
    money = selectors.balances(book, until, by=KEEPER)
    assert flow.closing == sum(money[code] for code in ("11010", "11021", "11022"))


def test_the_cash_book_runs_day_by_day():
    book, _ = posted("kelompok-baru")
    until = selectors.cut(book, by=KEEPER, on=date(2024, 1, 31))
    found = selectors.register(book, "11010", until, date(2024, 1, 10), by=KEEPER)
    assert (found.opening, found.closing) == (262_500, 349_500)
    assert [row.balance for row in found.rows] == [312_500, 314_500, 349_500]
    with pytest.raises(OutOfSight):
        selectors.register(book, "00000", until, by=KEEPER)


def test_the_members_cards_add_up_to_the_control_account():
    book, _ = posted("kelompok-baru")
    until = selectors.cut(book, by=KEEPER)
    cards = [selectors.party_card(book, f"A{number}", until, by=KEEPER) for number in range(1, 6)]
    savings = [held.closing for card in cards for part, held in card.registers if held.account.code == "21020"]
    assert sum(savings) == 360_000 == -selectors.balances(book, until, by=KEEPER)["21020"]
    third = {part: held.closing for part, held in cards[2].registers}
    assert third == {"pokok": 50_000, "wajib": 20_000, "sukarela": 20_000}
    assert selectors.party_balances(book, by=KEEPER) == selectors.party_balances(book, by=KEEPER, until=until)
    later = selectors.party_card(book, "A3", until, date(2024, 2, 1), by=KEEPER)
    assert [(part, held.opening, held.closing) for part, held in later.registers] == [
        ("pokok", 50_000, 50_000),
        ("sukarela", 35_000, 20_000),
        ("wajib", 20_000, 20_000),
    ]


def test_a_liability_stands_on_its_own_side_in_the_ledger_of_its_account():
    book, _ = posted("kelompok-baru")
    found = selectors.register(book, "21010", selectors.cut(book, by=KEEPER), by=KEEPER)
    assert [row.balance for row in found.rows] == [5_000_000, 4_500_000]


def test_pages_of_journals_go_back_without_gap_or_repetition():
    book, journals = posted("kelompok-baru")
    seen, before = [], None
    while page := selectors.journals(book, by=KEEPER, before=before, limit=4):
        seen += [item.seq for item in page]
        before = page[-1].seq
    assert seen == list(range(len(journals), 0, -1))


def test_a_book_written_out_as_csv_reads_in_again_as_the_same_book():
    book, _ = posted("kelompok-keliru")
    text = "".join(exports.csv_text(book, by=KEEPER))
    file = importers.journals("buku.csv", text.encode())
    assert not len(file.problems)
    other = open_book()
    services.import_journals(by=KEEPER, book_id=other, key=new_key(), file=file)
    assert balances(other) == balances(book)


KINDS = {
    "neraca-saldo": ("Jumlah", "8667500", "8667500"),
    "posisi": ("Jumlah kekayaan", "8260875"),
    "shu": ("Sisa hasil usaha", "-76625"),
    "modal": ("Jumlah modal", "0", "785875", "785875"),
    "arus-kas": ("Kas dan bank akhir", "4317500"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_statement_is_a_table_whose_last_total_is_right(kind):
    book, _ = posted("kelompok-lama")
    table = exports.statement(book, kind, by=KEEPER)
    rows = list(csv.reader(io.StringIO(writing.csv_text(table))))
    wanted = KINDS[kind]
    assert any(tuple(row[len(row) - len(wanted) :]) == wanted for row in rows), rows
    assert writing.workbook([table]).startswith(b"PK")


def test_a_card_and_an_account_are_tables_too():
    book, _ = posted("kelompok-baru")
    card = exports.statement(book, "kartu", by=KEEPER, party="A2")
    assert {row.cells[0] for row in card.rows} == {"11030", "21020"}
    assert exports.statement(book, "buku-kas", date(2024, 1, 31), by=KEEPER).rows[-1].cells[-1] == 349_500
    assert exports.statement(book, "buku-besar", by=KEEPER, account="51060").rows[-1].cells[-1] == 75_000


def test_text_that_a_spreadsheet_would_run_is_made_harmless():
    book = open_book()
    post(book, entry("2024-01-05", "=HYPERLINK(1)", ("11010", 5), ("41030", -5)), saving("2024-01-06", "A1", 10))
    assert ",'=HYPERLINK(1)," in "".join(exports.csv_text(book, by=KEEPER))
