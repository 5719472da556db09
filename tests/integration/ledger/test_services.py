"""What the verbs do, what they refuse, and what they say about it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ledger_books import KEEPER, OTHER, REGION, entry, new_key, open_book, post, saving

from swadaya.accounts.models import Event
from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight, Viewer
from swadaya.core import clock, rulefiles
from swadaya.core.refusal import Conflict, Invalid
from swadaya.ledger import selectors, services, storage, verification
from swadaya.ledger.models import Batch, Book
from swadaya.ledger.rules import charts, importers
from swadaya.ledger.rules.journal import Posting
from swadaya.ledger.storage import Count

pytestmark = pytest.mark.django_db


def codes(refusal):
    return sorted(problem.code for problem in refusal.value.problems)


def test_a_book_is_opened_once_for_an_owner_and_again_with_the_same_key():
    key = new_key()
    first = open_book(owner="kelompok-1", key=key)
    assert open_book(owner="kelompok-1", key=key) == first
    with pytest.raises(Conflict) as refusal:
        open_book(owner="kelompok-1")
    assert refusal.value.problem.code == "buku.sudah-ada"
    with pytest.raises(Conflict) as refusal:
        open_book(owner="kelompok-2", key=key)
    assert refusal.value.problem.code == "buku.kunci-lain"


def test_a_book_takes_the_chart_of_its_kind_of_owner():
    assert selectors.book(open_book("unit-pengelola"), by=KEEPER).chart == "upk-2018"
    assert "21020" in selectors.accounts(open_book(), by=KEEPER)


def test_the_same_key_and_content_answers_the_same_and_writes_nothing(book):
    key = new_key()
    first = post(book, saving("2024-01-05", "A1", 5000), key=key)
    events = Event.objects.count()
    again = post(book, saving("2024-01-05", "A1", 5000), key=key)
    assert again.again and (again.first_seq, again.recorded_at) == (first.first_seq, first.recorded_at)
    assert (Batch.objects.filter(book_id=book).count(), Event.objects.count()) == (1, events)


def test_other_content_or_another_book_under_a_used_key_is_refused(book):
    key = new_key()
    post(book, saving("2024-01-05", "A1", 5000), key=key)
    for other, journal in ((book, saving("2024-01-05", "A1", 5001)), (open_book(), saving("2024-01-05", "A1", 5000))):
        with pytest.raises(Conflict) as refusal:
            post(other, journal, key=key)
        assert refusal.value.problem.code == "buku.kunci-lain"


def test_everything_wrong_is_said_at_once_and_nothing_is_written(book):
    with pytest.raises(Invalid) as refusal:
        post(
            book,
            entry("2024-01-05", "Timpang", ("11010", 5000), ("41030", -4000)),
            entry("2023-12-31", "Terlalu awal", ("11010", 5000), ("41030", -5000)),
            entry("2024-01-05", "", ("99999", 5000), ("21020", -5000)),
        )
    assert codes(refusal) == [
        "jurnal.akun",
        "jurnal.bagian",
        "jurnal.pihak",
        "jurnal.sebelum-buku",
        "jurnal.tak-seimbang",
        "jurnal.teks",
    ]
    assert Book.objects.get(pk=book).last_seq == 0


def test_a_journal_of_tomorrow_is_refused(book):
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        post(book, saving(tomorrow.isoformat(), "A1", 5000))
    assert codes(refusal) == ["jurnal.tanggal-depan"]


def test_cash_below_zero_on_an_earlier_day_is_refused_with_the_day(book):
    post(book, saving("2024-02-01", "A1", 50_000))
    with pytest.raises(Invalid) as refusal:
        post(book, entry("2024-01-31", "Belanja", ("51030", 1000), ("11010", -1000)))
    assert refusal.value.problem.code == "kas.kurang"
    assert "2024-01-31" in refusal.value.problem.got


def test_a_batch_is_judged_at_its_end_not_line_by_line(book):
    post(
        book,
        entry("2024-01-05", "Belanja", ("51030", 1000), ("11010", -1000)),
        saving("2024-01-05", "A1", 5000),
    )
    assert selectors.cash_on(book, date(2024, 1, 5), by=KEEPER) == 4000


def test_a_member_cannot_withdraw_more_than_was_saved(book):
    post(book, saving("2024-01-05", "A1", 5000), saving("2024-01-05", "A2", 5000))
    with pytest.raises(Invalid) as refusal:
        post(book, entry("2024-01-06", "Ambil", ("21020", 5001, "A1", "wajib"), ("11010", -5001)))
    assert codes(refusal) == ["pihak.kurang"]


def test_a_reversal_keeps_both_and_happens_once(book):
    post(book, saving("2024-01-05", "A1", 5000))
    done = services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=1, reason="salah jumlah")
    shown = selectors.journals(book, by=KEEPER)
    assert [(item.seq, item.journal.reverses, item.reversed_by) for item in shown] == [(2, 1, None), (1, None, 2)]
    assert shown[0].journal.reason == "salah jumlah" and done.last_seq == 2
    for seq, code in ((1, "jurnal.sudah-dibalik"), (2, "jurnal.pembalik"), (9, "jurnal.tak-ada")):
        with pytest.raises(Invalid) as refusal:
            services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=seq, reason="lagi")
        assert code in codes(refusal)


def test_a_reversal_without_a_reason_is_refused(book):
    post(book, saving("2024-01-05", "A1", 5000))
    with pytest.raises(Invalid) as refusal:
        services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=1, reason=" ")
    assert codes(refusal) == ["jurnal.tanpa-alasan"]


def test_what_was_spent_can_still_be_corrected_when_the_replacement_covers_it(book):
    """A saving of 5000 was typed for 6000 and 4500 spent; taking it back alone would leave cash below zero."""
    post(book, saving("2024-01-05", "A1", 6000))
    post(book, entry("2024-01-06", "Belanja", ("51030", 4500), ("11010", -4500)))
    with pytest.raises(Invalid) as refusal:
        services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=1, reason="salah jumlah")
    assert codes(refusal) == ["kas.kurang"]
    services.replace(
        by=KEEPER,
        book_id=book,
        key=new_key(),
        seqs=[1],
        journals=[saving("2024-01-05", "A1", 5000)],
        reason="salah jumlah",
    )
    assert selectors.cash_on(book, date(2024, 1, 6), by=KEEPER) == 500
    assert Batch.objects.filter(book_id=book, verb="ganti").count() == 1


def test_a_meeting_is_corrected_as_a_whole_in_one_batch(book):
    post(book, *(saving("2024-01-05", f"A{number}", 5000) for number in range(3)))
    done = services.replace(
        by=KEEPER,
        book_id=book,
        key=new_key(),
        seqs=[1, 2, 3],
        journals=[saving("2024-01-05", "A0", 7000)],
        reason="lembar pertemuan tertukar",
        count=Count(date(2024, 1, 5), 7000),
    )
    assert (done.first_seq, done.last_seq) == (4, 7)
    assert selectors.party_balances(book, by=KEEPER) == {("21020", "A0", "wajib"): 7000}


def test_cash_that_was_counted_otherwise_is_refused_until_it_is_explained(book):
    with pytest.raises(Invalid) as refusal:
        post(book, saving("2024-01-05", "A1", 5000), count=Count(date(2024, 1, 5), 4500))
    assert codes(refusal) == ["kas.hitungan"]
    post(book, saving("2024-01-05", "A1", 5000))
    key = new_key()
    for _ in range(2):
        done = services.book_cash_difference(
            by=KEEPER, book_id=book, key=key, count=Count(date(2024, 1, 5), 4500), reason="uang kembalian hilang"
        )
    assert done.again and selectors.cash_on(book, date(2024, 1, 5), by=KEEPER) == 4500
    now = selectors.cut(book, by=KEEPER)
    assert selectors.balances(book, now, by=KEEPER)["51090"] == 500
    over = Count(date(2024, 1, 6), 4600)
    services.book_cash_difference(by=KEEPER, book_id=book, key=new_key(), count=over, reason="lebih, tak dikenal")
    now = selectors.cut(book, by=KEEPER)
    assert selectors.balances(book, now, by=KEEPER)["41030"] == -100
    assert services.book_cash_difference(by=KEEPER, book_id=book, key=new_key(), count=over, reason="sama") is None
    with pytest.raises(Invalid):
        services.book_cash_difference(
            by=KEEPER, book_id=book, key=new_key(), count=Count(date(2024, 1, 7), 1), reason=""
        )
    assert verification.verify(by=KEEPER, book_id=book).first is None


def test_months_close_in_order_and_somebody_else_opens_them(book):
    post(book, saving("2024-01-05", "A1", 5000))
    january, february = date(2024, 1, 1), date(2024, 2, 1)
    with pytest.raises(Invalid) as refusal:
        services.close_period(by=KEEPER, book_id=book, month=february)
    assert codes(refusal) == ["bulan.urutan"]
    services.close_period(by=KEEPER, book_id=book, month=january)
    with pytest.raises(Invalid) as refusal:
        post(book, saving("2024-01-31", "A1", 5000))
    assert codes(refusal) == ["jurnal.bulan-ditutup"]
    with pytest.raises(Invalid) as refusal:
        services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=1, reason="salah")
    assert codes(refusal) == ["jurnal.bulan-ditutup"]
    services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=1, reason="salah", on=february)
    with pytest.raises(Invalid) as refusal:
        services.reopen_period(by=KEEPER, book_id=book, month=january, reason="nota susulan")
    assert codes(refusal) == ["bulan.orang-sama"]
    with pytest.raises(Invalid) as refusal:
        services.reopen_period(by=OTHER, book_id=book, month=january, reason="")
    assert codes(refusal) == ["bulan.tanpa-alasan"]
    services.reopen_period(by=OTHER, book_id=book, month=january, reason="nota susulan")
    post(book, saving("2024-01-31", "A1", 5000))
    services.close_period(by=KEEPER, book_id=book, month=january)
    assert verification.verify(by=KEEPER, book_id=book).first is None


def test_this_month_is_not_closed_before_it_is_over():
    today = clock.today()
    book = open_book(opened_on=today.replace(day=1).isoformat())
    with pytest.raises(Invalid) as refusal:
        services.close_period(by=KEEPER, book_id=book, month=today)
    assert codes(refusal) == ["bulan.belum-lewat"]


SHEET = (
    Posting("11010", 350_000),
    Posting("11030", 1_000_000, "A2"),
    Posting("21020", -600_000, "A1", "wajib"),
    Posting("21020", -400_000, "A2", "pokok"),
    Posting("32010", -350_000),
)


def test_an_old_group_begins_with_its_cutoff_sheet(book):
    key = new_key()
    tried = services.load_cutoff(
        by=KEEPER, book_id=book, key=key, on=date(2024, 1, 1), postings=SHEET, source="lembar 12", dry_run=True
    )
    assert not len(tried.problems) and Book.objects.get(pk=book).last_seq == 0
    for _ in range(2):
        services.load_cutoff(by=KEEPER, book_id=book, key=key, on=date(2024, 1, 1), postings=SHEET, source="lembar 12")
    assert Book.objects.get(pk=book).last_seq == 1
    now = selectors.cut(book, by=KEEPER)
    found = selectors.position(book, now, by=KEEPER)
    assert (found.total_assets, found.total_liabilities, found.total_equity) == (1_350_000, 1_000_000, 350_000)
    with pytest.raises(Invalid) as refusal:
        services.load_cutoff(
            by=KEEPER, book_id=book, key=new_key(), on=date(2024, 1, 2), postings=SHEET, source="lembar 13"
        )
    assert codes(refusal) == ["pembukaan.sudah-berisi"]


def test_a_cutoff_sheet_that_does_not_add_up_is_refused_with_the_difference(book):
    tried = services.load_cutoff(
        by=KEEPER,
        book_id=book,
        key=new_key(),
        on=date(2024, 1, 1),
        postings=SHEET[:-1],
        source="lembar 12",
        dry_run=True,
    )
    assert [problem.code for problem in tried.problems] == ["jurnal.tak-seimbang"]
    assert "350.000" in next(iter(tried.problems)).hint


FILE = """nomor;tanggal;uraian;akun;debit;kredit;pihak;bagian
1;2024-01-05;Simpanan;11010;Rp 5.000;;;
1;;;21020;;5.000;A1;wajib
2;06/01/2024;Belanja;51030;1500;;;
2;;;11010;;1500;;
"""


def test_a_file_of_journals_is_taken_as_a_whole_after_a_dry_run(book):
    file = importers.journals("jurnal.csv", FILE.encode())
    key = new_key()
    assert not len(services.import_journals(by=KEEPER, book_id=book, key=key, file=file, dry_run=True).problems)
    assert Book.objects.get(pk=book).last_seq == 0
    for _ in range(2):
        services.import_journals(by=KEEPER, book_id=book, key=key, file=file)
    assert Book.objects.get(pk=book).last_seq == 2
    assert selectors.cash_on(book, date(2024, 1, 6), by=KEEPER) == 3500


def test_every_bad_row_of_a_file_is_named_and_nothing_is_taken(book):
    bad = FILE.replace("Rp 5.000", "5,5").replace("06/01/2024", "31/02/2024").replace(";1500;;\n2", ";1501;;\n2")
    bad += "3;2024-01-07;Lain;99999;10;;;\n3;;;11010;;10;;\n"
    file = importers.journals("jurnal.csv", bad.encode())
    tried = services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file, dry_run=True)
    assert {(problem.code, problem.where.row) for problem in tried.problems} == {
        ("uang.desimal", 2),
        ("impor.tanggal", 4),
        ("jurnal.akun", 6),
    }
    with pytest.raises(Invalid):
        services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file)
    assert Book.objects.get(pk=book).last_seq == 0


def test_a_trial_keeps_nobody_waiting(book):
    file = importers.journals("jurnal.csv", FILE.encode())
    with CaptureQueriesContext(connection) as asked:
        services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file, dry_run=True)
        lines = [Posting("11010", 5), Posting("31010", -5)]
        on = date(2024, 1, 5)
        services.load_cutoff(by=KEEPER, book_id=book, key=new_key(), on=on, postings=lines, source="", dry_run=True)
    assert len(asked) and not [one for one in asked if "FOR UPDATE" in one["sql"]]


def test_who_may_not_post_may_not_try_either(book):
    file = importers.journals("jurnal.csv", FILE.encode())
    with pytest.raises(OutOfSight):
        services.import_journals(by=access.NOBODY, book_id=book, key=new_key(), file=file, dry_run=True)


def test_a_file_is_posted_a_second_time_only_on_request(book):
    file = importers.journals("jurnal.csv", FILE.encode())
    services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file)
    assert selectors.imported_before(book, file.journals, by=KEEPER) == (1, 2)
    assert selectors.imported_before(open_book(), file.journals, by=KEEPER) is None
    with pytest.raises(Invalid) as refusal:
        services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file)
    assert codes(refusal) == ["impor.sudah-dibukukan"]
    services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file, again=True)
    assert selectors.imported_before(book, file.journals, by=KEEPER) == (3, 4)


def test_of_eight_hundred_bad_journals_each_is_named_once_and_nothing_that_follows_from_it(book):
    lines = [f"{one};2024-01-07;Uji;11010;lima;;;\n{one};;;31010;;5;;" for one in range(800)]
    file = importers.journals("jurnal.csv", "\n".join([FILE.partition("\n")[0], *lines]).encode())
    tried = services.import_journals(by=KEEPER, book_id=book, key=new_key(), file=file, dry_run=True)
    assert [one.where.row for one in tried.problems] == list(range(2, 1602, 2))
    assert {one.code for one in tried.problems} == {"uang.bentuk"}


def test_the_cash_of_a_day_that_no_book_reaches_is_nothing(book):
    post(book, saving("2024-01-05", "A1", 5000))
    assert selectors.cash_on(book, date.min, by=KEEPER) == 0
    until = selectors.cut(book, by=KEEPER)
    assert selectors.cash_flow(book, until, date.min, by=KEEPER).closing == 5000


def test_the_sign_that_parts_values_is_in_none_of_them():
    assert storage._texts(["a", 'b"', "c\\"]) == '{"a","b\\"","c\\\\"}'
    with pytest.raises(AssertionError):
        storage._texts(["a", "b\x1fc"])


def test_names_live_only_where_they_can_be_erased(book):
    services.name_parties(by=KEEPER, book_id=book, names={"A1": "Siti Aminah", "A2": "Wati"})
    post(book, saving("2024-01-05", "A1", 5000))
    with pytest.raises(Invalid) as refusal:
        post(book, entry("2024-01-06", "Beli kue dari ibu  SITI aminah", ("51030", 100), ("11010", -100)))
    assert codes(refusal) == ["nama.dalam-teks"]
    services.erase_party(by=KEEPER, book_id=book, party="A1", reason="keluar dan minta dihapus")
    assert selectors.party_names(book, by=KEEPER) == {"A2": "Wati"}
    assert verification.verify(by=KEEPER, book_id=book).first is None
    assert "Siti" not in str(list(Event.objects.values()))


def test_a_newer_chart_adds_accounts_and_changes_no_nature(book, tmp_path, monkeypatch):
    text = next(rule for rule in rulefiles.of_kind(charts.KIND).values() if rule.id == "ksm-2026")
    assert text.origin == "swadaya"
    source = (Path(charts.__file__).parents[1] / "charts" / "ksm-2026.toml").read_text(encoding="utf-8")
    newer = source.replace('id = "ksm-2026"', 'id = "ksm-baru"').replace('label = "Bank"', 'label = "Bank kelompok"')
    newer += '\n[[account]]\ncode = "41040"\nlabel = "Hibah"\nclass = "pendapatan"\nnormal = "K"\nflow = "operasi"\n'
    (tmp_path / "ksm-baru.toml").write_text(newer, encoding="utf-8")
    changed = newer.replace("ksm-baru", "ksm-salah").replace('cash = "bank"', 'flow = "operasi"', 1)
    (tmp_path / "ksm-salah.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))
    with pytest.raises(Invalid) as refusal:
        services.adopt_chart(by=KEEPER, book_id=book, chart_id="ksm-salah")
    assert codes(refusal) == ["bagan.tak-sepadan"]
    services.adopt_chart(by=KEEPER, book_id=book, chart_id="ksm-baru")
    held = selectors.accounts(book, by=KEEPER)
    assert (held["11021"].label, held["41040"].label) == ("Bank kelompok", "Hibah")
    post(book, entry("2024-01-05", "Hibah", ("11010", 100), ("41040", -100)))


def somebody(*held):
    return Viewer(None, "Orang", tuple(held), second_factor=True)


def test_a_book_out_of_sight_does_not_exist(book):
    for viewer in (access.NOBODY, somebody(Held("auditor", "99"))):
        for question in (
            lambda viewer=viewer: selectors.book(book, by=viewer),
            lambda viewer=viewer: selectors.journals(book, by=viewer),
            lambda viewer=viewer: post(book, saving("2024-01-05", "A1", 5000), by=viewer),
            lambda viewer=viewer: verification.verify(by=viewer, book_id=book),
            lambda viewer=viewer: verification.verify(by=viewer),
        ):
            with pytest.raises(OutOfSight):
                question()
        assert selectors.books(by=viewer) == []
    assert [item.id for item in selectors.books(by=KEEPER)] == [book]


@pytest.fixture
def roles(tmp_path, monkeypatch):
    """Roles of this test alone: one reads the books of a region, one keeps those of a group."""
    (tmp_path / "peran-uji.toml").write_text(
        """
        id = "peran-uji"
        kind = "peran"
        title = "Uji"
        standing = "tidak-resmi"
        valid_from = 2026-02-01
        reference = "uji"
        verification = "uji"
        right = [{code = "buku.lihat", label = "l"}, {code = "buku.catat", label = "c"}]
        role = [
          {code = "pembaca", label = "P", meaning = "m", scopes = ["desa"], rights = ["buku.lihat"]},
          {code = "penulis", label = "T", meaning = "m", scopes = ["kelompok"], rights = ["buku.lihat", "buku.catat"]},
        ]
        """,
        encoding="utf-8",
    )
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))


def test_reading_and_keeping_follow_the_grants(roles):
    mine, other = open_book(owner="kelompok-a"), open_book(owner="kelompok-b")
    reader, keeper = somebody(Held("pembaca", REGION[:6])), somebody(Held("penulis", group="kelompok-a"))
    assert [item.id for item in selectors.books(by=reader)] == [mine, other]
    assert [item.id for item in selectors.books(by=keeper)] == [mine]
    post(mine, saving("2024-01-05", "A1", 5000), by=keeper)
    with pytest.raises(NotAllowed):
        post(mine, saving("2024-01-05", "A1", 5000), by=reader)
    with pytest.raises(OutOfSight):
        post(other, saving("2024-01-05", "A1", 5000), by=keeper)
    with pytest.raises(NotAllowed):
        services.reverse(by=keeper, book_id=mine, key=new_key(), seq=1, reason="salah")
    assert Event.objects.latest("id").role == "penulis"
