"""Addresses of the books, below ``/buku/``."""

from __future__ import annotations

from django.urls import path

from . import files, journals, months, views

_ONE = "<int:buku>/"

urlpatterns = [
    path(_ONE, views.overview, name="buku"),
    path(f"{_ONE}jurnal/", journals.page, name="buku-jurnal"),
    path(f"{_ONE}periksa/", months.verify, name="buku-periksa"),
    path(f"{_ONE}bulan/", months.page, name="buku-bulan"),
    path(f"{_ONE}bulan/tutup/", months.close, name="buku-tutup"),
    path(f"{_ONE}bulan/buka/", months.reopen, name="buku-buka"),
    path(f"{_ONE}hledger", files.hledger, name="buku-hledger"),
    path(f"{_ONE}jurnal.csv", files.journal_csv, name="buku-jurnal-csv"),
    path(f"{_ONE}laporan.xlsx", files.workbook, name="buku-xlsx"),
    path(f"{_ONE}<slug:laporan>/", views.statement, name="buku-laporan"),
    path(f"{_ONE}<slug:laporan>.csv", files.statement_csv, name="buku-laporan-csv"),
    path(f"{_ONE}<slug:laporan>.pdf", files.statement_pdf, name="buku-laporan-pdf"),
]
