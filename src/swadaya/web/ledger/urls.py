"""Addresses of the books, below ``/buku/``."""

from __future__ import annotations

from django.urls import path

from . import (
    cash_count,
    exports,
    journal_detail,
    journal_form,
    journal_import,
    journal_list,
    opening_balance,
    period_close,
    unit_books,
    uploads,
    views,
)

_ONE = "<int:buku>/"
_JOURNAL = f"{_ONE}jurnal/<int:nomor>/"

urlpatterns = [
    path("", unit_books.books, name="buku-semua"),
    path("unit/<uuid:unit_id>/", unit_books.unit, name="buku-unit"),
    path(_ONE, views.overview, name="buku"),
    path(f"{_ONE}jurnal/", journal_list.page, name="buku-jurnal"),
    path(f"{_ONE}jurnal/baru/", journal_form.page, name="buku-jurnal-baru"),
    path(_JOURNAL, journal_detail.page, name="buku-jurnal-satu"),
    path(f"{_JOURNAL}balik/", journal_detail.take_back, name="buku-balik"),
    path(f"{_ONE}saldo-awal/", opening_balance.page, name="buku-saldo-awal"),
    path(f"{_ONE}saldo-awal/templat.<slug:jenis>", uploads.cutoff_template, name="buku-saldo-awal-templat"),
    path(f"{_ONE}impor/", journal_import.page, name="buku-impor"),
    path(f"{_ONE}impor/templat.<slug:jenis>", uploads.journal_template, name="buku-impor-templat"),
    path(f"{_ONE}selisih-kas/", cash_count.page, name="buku-selisih-kas"),
    path(f"{_ONE}periksa/", period_close.verify, name="buku-periksa"),
    path(f"{_ONE}bulan/", period_close.page, name="buku-bulan"),
    path(f"{_ONE}bulan/tutup/", period_close.close, name="buku-tutup"),
    path(f"{_ONE}bulan/buka/", period_close.reopen, name="buku-buka"),
    path(f"{_ONE}hledger", exports.hledger, name="buku-hledger"),
    path(f"{_ONE}jurnal.csv", exports.journal_csv, name="buku-jurnal-csv"),
    path(f"{_ONE}jurnal.xlsx", exports.journal_xlsx, name="buku-jurnal-xlsx"),
    path(f"{_ONE}laporan.xlsx", exports.workbook, name="buku-xlsx"),
    path(f"{_ONE}<slug:laporan>/", views.statement, name="buku-laporan"),
    path(f"{_ONE}<slug:laporan>.csv", exports.statement_csv, name="buku-laporan-csv"),
    path(f"{_ONE}<slug:laporan>.xlsx", exports.statement_xlsx, name="buku-laporan-xlsx"),
    path(f"{_ONE}<slug:laporan>.pdf", exports.statement_pdf, name="buku-laporan-pdf"),
]
