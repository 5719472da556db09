"""Chain, months, statements, notation and files: pure rules, each at its edges."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import xlsxwriter

from swadaya.core import money
from swadaya.core.refusal import Invalid
from swadaya.ledger.rules import charts, hash_chain, hledger, importers, periods, statements
from swadaya.ledger.rules.journal import Journal, Posting
from swadaya.ledger.rules.periods import Who
from swadaya.ledger.rules.statements import Entry

KSM = charts.chart("ksm-2026").accounts
AT = datetime(2024, 5, 10, 3, 4, 5, 678, tzinfo=UTC)
LINES = (Posting("11010", 5000), Posting("21020", -5000, "A1", "wajib"))


def head(**changes):
    values = {
        "seq": 1,
        "effective_on": date(2024, 5, 10),
        "recorded_at": AT,
        "kind": "biasa",
        "reverses": None,
        "batch": "b",
        "reference": "BK",
        "memo": "Simpanan",
        "reason": "",
    }
    return hash_chain.head(**{**values, **changes})


def test_the_form_of_the_chain_never_changes():
    """Books are verified with it for ever: a change of this figure breaks every book there is."""
    start = hash_chain.genesis("018c", "ksm", "k1")
    assert start.hex() == "5d7de43e717ff4889d0ce4dfed8419faba95c1bedc7602f8caba04f8ec0f60cc"
    first = hash_chain.link(start, head() + hash_chain.body(LINES))
    assert first.hex() == "d68e432ab76ee3eb0253b86d230cd54b59eafbd5d485bfd936f09c71eeeeec9a"


def test_every_part_of_a_journal_is_in_its_hash():
    changes = [
        {"seq": 2},
        {"effective_on": date(2024, 5, 11)},
        {"recorded_at": AT + timedelta(microseconds=1)},
        {"kind": "penutup"},
        {"reverses": 1},
        {"batch": "c"},
        {"reference": ""},
        {"memo": "x"},
        {"reason": "x"},
        {"reference": "BKS", "memo": "impanan"},
    ]
    texts = [head(), *(head(**change) for change in changes)]
    assert len(set(texts)) == len(texts)
    saved = ("21020", -5000, "A1", "wajib")
    others = (("21020", -5000, "A2", "wajib"), ("21020", -5000, "A1", "pokok"), ("21030", -5000, "A1", "wajib"))
    bodies = [
        hash_chain.body(lines)
        for lines in (
            LINES,
            LINES[::-1],
            (*LINES, LINES[0]),
            (Posting("11010", 5001), Posting(*saved)),
            *((LINES[0], Posting(*other)) for other in others),
        )
    ]
    assert len(set(bodies)) == len(bodies)


def test_the_hour_of_recording_is_the_same_in_any_time_zone():
    assert head(recorded_at=AT.astimezone(timezone(timedelta(hours=9)))) == head()


def test_a_key_sent_twice_is_known_by_all_of_its_content():
    journal = Journal(date(2024, 5, 10), "Simpanan", LINES)
    first = hash_chain.payload("b", "catat", [journal])
    assert first == hash_chain.payload("b", "catat", [journal])
    others = [("c", "catat", [journal]), ("b", "ganti", [journal]), ("b", "catat", [journal, journal])]
    assert len({first, *(hash_chain.payload(*other) for other in others)}) == 4


def test_balances_of_nothing_do_not_change_the_fingerprint():
    assert hash_chain.balance_digest([("1", 5), ("2", 0)]) == hash_chain.balance_digest([("1", 5)])
    assert hash_chain.balance_digest([("1", 5), ("2", 7)]) == hash_chain.balance_digest([("2", 7), ("1", 5)])
    assert hash_chain.balance_digest([("1", 5)]) != hash_chain.balance_digest([("1", 6)])


OPENED = date(2024, 11, 15)


def closing(month, closed=None, today=date(2025, 6, 1)):
    found = periods.closing_problems(month, opened_on=OPENED, closed_through=closed, today=today)
    return [problem.code for problem in found]


def test_months_close_in_order_from_the_month_of_opening():
    assert closing(date(2024, 11, 30)) == []
    assert closing(date(2024, 12, 1)) == ["bulan.urutan"]
    assert closing(date(2024, 12, 1), date(2024, 11, 30)) == []
    assert closing(date(2025, 1, 9), date(2024, 12, 31)) == []
    assert closing(date(2024, 11, 1), date(2024, 11, 30)) == ["bulan.urutan"]
    assert closing(date(2024, 11, 1), today=date(2024, 11, 30)) == ["bulan.belum-lewat"]
    assert closing(date(2024, 11, 1), today=date(2024, 12, 1)) == []


def test_whoever_closed_a_month_does_not_open_it():
    one, other, command = Who(1, "Ani"), Who(2, "Ani"), Who(None, "malam")

    def opening(closer, opener, closed=date(2024, 11, 30), reason="nota"):
        found = periods.reopening_problems(
            date(2024, 11, 1), closed_through=closed, closer=closer, opener=opener, reason=reason
        )
        return [problem.code for problem in found]

    assert opening(one, other) == []
    assert opening(one, Who(1, "Nama baru")) == ["bulan.orang-sama"]
    assert opening(command, one) == [] == opening(one, command)
    assert opening(command, Who(None, "malam")) == ["bulan.orang-sama"]
    assert opening(command, Who(None, "siang")) == []
    assert opening(one, other, closed=date(2024, 12, 31)) == ["bulan.tidak-terakhir"]
    assert opening(one, other, closed=None) == ["bulan.tidak-terakhir"]
    assert opening(one, other, reason=" ") == ["bulan.tanpa-alasan"]


HELD = {"11010": 1000, "11030": 500, "12010": -50, "21020": -900, "31010": -400, "41010": -200, "51030": 50}


def test_position_and_trial_balance_add_up():
    found = statements.position(KSM, HELD)
    assert (found.total_assets, found.total_liabilities, found.total_equity) == (1450, 900, 550)
    assert found.surplus == 150
    trial = statements.trial_balance(KSM, HELD)
    assert trial.debit == trial.credit == 1550
    assert [row.account.code for row in trial.rows] == sorted(HELD)


def test_a_surplus_is_income_less_expense():
    found = statements.surplus(KSM, HELD)
    assert (found.total, [item.amount for item in found.expense]) == (150, [50])


def test_a_register_runs_on_the_accounts_own_side_in_the_order_of_dates():
    rows = [
        Entry(3, 1, date(2024, 1, 5), "21020", -300),
        Entry(1, 2, date(2024, 1, 9), "21020", 100),
        Entry(2, 1, date(2024, 1, 5), "21020", -50),
    ]
    found = statements.register(KSM["21020"], -1000, rows)
    assert [(row.entry.seq, row.balance) for row in found.rows] == [(2, 1050), (3, 1350), (1, 1250)]
    assert statements.register(KSM["21020"], -1000, []).closing == 1000
    assert statements.balances(rows) == {"21020": -250}


def test_the_notation_of_hledger_survives_any_text():
    journal = Journal(
        date(2024, 5, 10), "Beli; kopi\n  (2) | [x]", LINES, reference="BK|1", reverses=3, reason="a; b", kind="penutup"
    )
    text = "".join(hledger.transactions([(4, journal)], KSM, "buku-1:"))
    assert text == (
        "2024-05-10 * (4) BK 1 | Beli, kopi 2 x\n"
        "    ; membalik: 3\n    ; alasan: a, b\n    ; jenis: penutup\n"
        "    buku-1:aset:11010 Kas  IDR 5000\n"
        "    buku-1:kewajiban:21020 Simpanan anggota  IDR -5000  ; pihak:A1, bagian:wajib\n\n"
    )


SHEET = "akun,debit,kredit,pihak,bagian\n11010,350000,,,\n21020,,350000,A1,wajib\n"


def test_a_cutoff_sheet_is_read_from_csv_and_xlsx():
    wanted = (Posting("11010", 350_000), Posting("21020", -350_000, "A1", "wajib"))
    assert importers.cutoff("s.csv", SHEET.encode("utf-8-sig")).postings == wanted
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(SHEET.splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(row + 2, column, int(cell) if cell.isdecimal() else cell)
    found = importers.cutoff("s.xlsx", buffer.getvalue())
    assert (found.postings, found.rows, len(found.problems)) == (wanted, (4, 5), 0)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "berkas.kosong"),
        (b"\n\n", "berkas.kosong"),
        (b"akun,debit\n1,2\n", "berkas.kolom"),
        (b"akun,debit,kredit,debit\n1,2,,3\n", "berkas.kolom"),
        (b"akun,debit,kredit\n11010,,\n", "berkas.kosong"),
        (b"\xff\xfe\x00", "berkas.sandi"),
        (b"PK\x03\x04rusak", "berkas.xlsx-rusak"),
        (b'akun,debit,kredit\n1,"2,3\n', "berkas.csv-rusak"),
        (b"x" * (importers.MOST_BYTES + 1), "berkas.terlalu-besar"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(raw, code):
    with pytest.raises(Invalid) as refusal:
        importers.cutoff("s", raw)
    assert refusal.value.problem.code == code


@pytest.mark.parametrize("cell", ["1,5", "1.5", "-1", "1.50.000", "1e3", "satu", 1.5, -1, True, 10**16])
def test_what_is_not_whole_rupiah_is_refused(cell):
    amount, problem = money.cell(cell, use=money.POSTING)
    assert amount is None and problem is not None


def test_a_row_of_a_cutoff_sheet_with_both_sides_or_no_amount_is_named_and_an_empty_one_holds_nothing():
    found = importers.cutoff("s", b"akun,debit,kredit\n11010,5,5\n11010,,\n11010,x,\n21010,0,-\n")
    assert found.postings == ()
    assert [(problem.code, problem.where.row) for problem in found.problems] == [
        ("impor.jumlah", 2),
        ("uang.bentuk", 4),
    ]


def test_a_line_that_no_book_takes_is_named_at_its_row_and_column():
    lines = ("99,5,,,", "11010,5,,A1,", "21020,,5,,wajib", "21020,,5,A9,haji", "21020,,5,A1,wajib")
    text = "\n".join(("akun,debit,kredit,pihak,bagian", *lines)).encode()
    found = importers.cutoff("s", text)
    wrong = importers.located((), found.placed, KSM, parties={"A1"})
    assert [(problem.code, problem.where.row, problem.where.column) for problem in wrong] == [
        ("jurnal.akun", 2, "akun"),
        ("jurnal.pihak", 3, "pihak"),
        ("jurnal.pihak", 4, "pihak"),
        ("jurnal.bagian", 5, "bagian"),
        ("pihak.tidak-dikenal", 5, "pihak"),
    ]


def test_rows_of_one_number_agree_with_its_first_row():
    text = b"nomor,tanggal,uraian,akun,debit,kredit\n1,2024-01-05,A,11010,5,\n1,2024-01-06,B,41030,,5\n"
    found = importers.journals("j", text)
    assert [(problem.code, problem.where.column) for problem in found.problems] == [
        ("impor.tak-sama", "tanggal"),
        ("impor.tak-sama", "uraian"),
    ]
