"""The sheet of a meeting before and after it, a savings card and a statement of a book, on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import documents

from swadaya.core.tables import Column, Row, Table
from swadaya.pdf import (
    KartuTabungan,
    LembarRapat,
    LembarTabel,
    SheetCash,
    SheetRow,
    SheetSum,
    Signatory,
    pdf_of,
)

DAY = date(2026, 2, 5)
SIGNED = tuple(Signatory(office) for office in ("Ketua", "Sekretaris", "Bendahara"))


def blank(members: int = 20) -> LembarRapat:
    return LembarRapat(
        "KSM Sumber Rejeki",
        "Desa Sigeblog",
        4,
        DAY,
        DAY,
        "rumah Ibu Ngatinah",
        False,
        ("Wajib (10.000)", "Sukarela"),
        tuple(SheetRow(number, f"Anggota {number}") for number in range(1, members + 1)),
        (("Simpanan", ""),),
        SheetCash(349_000, pieces=((100_000, None), (50_000, None))),
        signatories=SIGNED,
    )


def filled() -> LembarRapat:
    return replace(
        blank(),
        filled=True,
        kinds=("Wajib",),
        rows=(SheetRow(1, "Siti", "ketua", "H", (10_000,)), SheetRow(2, "Kasirun", "", "A", (0,))),
        agenda=(("Simpanan", "terlaksana"), ("Pelatihan", "ditunda")),
        cash=SheetCash(349_000, 12_000, 1_000, 360_000, 359_500, "kembalian kurang", ((100_000, 3),)),
        sums=(SheetSum("Denda", "Kasirun", "alpa", 2_000), SheetSum("Buku dan alat tulis", "", "", -1_000)),
        decisions=("Pelatihan hari Minggu",),
        next_on=date(2026, 2, 12),
    )


def test_a_blank_sheet_for_twenty_members_offers_what_is_known_and_leaves_the_rest_to_write() -> None:
    text = "".join(documents.pages(pdf_of(blank())))
    for wanted in ("Rapat ke-4", "Kamis, 5 Februari 2026", "Wajib (10.000)", "Anggota 20", "349.000", "Bendahara"):
        assert wanted in text


def test_a_sheet_without_a_plan_leaves_day_and_place_to_write() -> None:
    (page,) = documents.pages(pdf_of(replace(blank(members=8), held_on=None, place="")))
    assert "Tanggal" in page and "tempat" in page and "2026" not in page


def test_a_filled_sheet_says_what_was_recorded_with_its_difference_and_reason() -> None:
    (page,) = documents.pages(pdf_of(filled()))
    for wanted in ("1 dari 2 anggota hadir", "−1.000", "−500", "kembalian kurang", "(ditunda)", "12 Februari 2026"):
        assert wanted in page


def test_a_corrected_sheet_says_so() -> None:
    (page,) = documents.pages(pdf_of(replace(filled(), revision=2, reason="salah tulis")))
    assert "Diperbaiki 1 kali" in page and "salah tulis" in page


def test_a_savings_card_adds_its_kinds_up() -> None:
    columns = (Column("tanggal", "Tanggal", "date"), Column("jenis", "Simpanan"), Column("saldo", "Saldo", "rupiah"))
    lines = Table("Kartu", columns, tuple(Row((DAY, "wajib", 10_000 * (number + 1))) for number in range(4)))
    kinds = (("wajib", 40_000), ("sukarela", 5_000))
    card = KartuTabungan("KSM Sumber Rejeki", "Desa Sigeblog", 2, "Sri Wahyuni", DAY, kinds, lines)
    (page,) = documents.pages(pdf_of(card))
    assert "Sri Wahyuni" in page and "45.000" in page and "40.000" in page


def test_a_statement_is_its_table_under_its_heading() -> None:
    columns = (Column("pos", "Pos", role="name"), Column("jumlah", "Jumlah", "rupiah"))
    rows = (
        Row(("Kekayaan", None), "heading"),
        Row(("Kas", 467_000)),
        Row(("Jumlah kekayaan", 467_000), "total"),
    )
    owner = "Buku KSM Sumber Rejeki"
    table = Table("Posisi keuangan", columns, rows, owner, "Pada 5 Februari 2026")
    statement = LembarTabel(table, DAY)
    (page,) = documents.pages(pdf_of(statement))
    assert "Posisi keuangan" in page and page.count("467.000") == 2


def test_equal_values_give_equal_bytes() -> None:
    assert pdf_of(filled()) == pdf_of(filled())
