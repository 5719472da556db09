"""Addresses of the books, below ``/buku/``."""

from __future__ import annotations

from django.urls import path

from . import counting, cutoff, files, imports, journals, months, one, units, uploads, views, writing

_ONE = "<int:buku>/"
_JOURNAL = f"{_ONE}jurnal/<int:nomor>/"

urlpatterns = [
    path("", units.books, name="buku-semua"),
    path("unit/<uuid:unit_id>/", units.unit, name="buku-unit"),
    path(_ONE, views.overview, name="buku"),
    path(f"{_ONE}jurnal/", journals.page, name="buku-jurnal"),
    path(f"{_ONE}jurnal/baru/", writing.page, name="buku-jurnal-baru"),
    path(_JOURNAL, one.page, name="buku-jurnal-satu"),
    path(f"{_JOURNAL}balik/", one.take_back, name="buku-balik"),
    path(f"{_ONE}saldo-awal/", cutoff.page, name="buku-saldo-awal"),
    path(f"{_ONE}saldo-awal/templat.<slug:jenis>", uploads.cutoff_template, name="buku-saldo-awal-templat"),
    path(f"{_ONE}impor/", imports.page, name="buku-impor"),
    path(f"{_ONE}impor/templat.<slug:jenis>", uploads.journal_template, name="buku-impor-templat"),
    path(f"{_ONE}selisih-kas/", counting.page, name="buku-selisih-kas"),
    path(f"{_ONE}periksa/", months.verify, name="buku-periksa"),
    path(f"{_ONE}bulan/", months.page, name="buku-bulan"),
    path(f"{_ONE}bulan/tutup/", months.close, name="buku-tutup"),
    path(f"{_ONE}bulan/buka/", months.reopen, name="buku-buka"),
    path(f"{_ONE}hledger", files.hledger, name="buku-hledger"),
    path(f"{_ONE}jurnal.csv", files.journal_csv, name="buku-jurnal-csv"),
    path(f"{_ONE}laporan.xlsx", files.workbook, name="buku-xlsx"),
    path(f"{_ONE}<slug:laporan>/", views.statement, name="buku-laporan"),
    path(f"{_ONE}<slug:laporan>.csv", files.statement_csv, name="buku-laporan-csv"),
    path(f"{_ONE}<slug:laporan>.xlsx", files.statement_xlsx, name="buku-laporan-xlsx"),
    path(f"{_ONE}<slug:laporan>.pdf", files.statement_pdf, name="buku-laporan-pdf"),
]
