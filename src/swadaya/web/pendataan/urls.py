"""Addresses of the yearly work, below ``/kerja/``."""

from __future__ import annotations

from django.urls import path

from . import (
    answers,
    cycles,
    evidence,
    form,
    publication,
    section,
    verification,
    village_review,
    workbook,
    worklist,
)

_FORM = "pendataan/<int:siklus>/<kode:kode>/"
_CHECK = "periksa/<int:siklus>/<kode:kode>/"

urlpatterns = [
    path("", worklist.page, name="kerja"),
    path("pendataan/", cycles.every, name="siklus-daftar"),
    path("pendataan/buka/", cycles.begin, name="siklus-buka"),
    path("pendataan/<int:siklus>/", cycles.cycle, name="siklus"),
    path("pendataan/<int:siklus>/jadwal/", cycles.calendar, name="siklus-jadwal"),
    path(_FORM, cycles.region, name="siklus-wilayah"),
    path(f"{_FORM}berkas/", workbook.page, name="siklus-berkas"),
    path(f"{_FORM}berkas/isian.xlsx", workbook.template, name="siklus-templat"),
    path(f"{_FORM}isi/<slug:bagian>/", section.page, name="isian-bagian"),
    path(f"{_FORM}jawaban", answers.answers, name="isian-jawaban"),
    path(f"{_FORM}tahun-lalu/", form.accept_last_year, name="isian-tahun-lalu"),
    path(f"{_FORM}ajukan/", form.submit, name="isian-ajukan"),
    path(f"{_FORM}bukti/", evidence.attach, name="isian-bukti"),
    path(f"{_FORM}bukti/<int:nomor>/hapus/", evidence.remove, name="isian-bukti-hapus"),
    path(f"{_FORM}catatan/", evidence.remark, name="isian-catatan"),
    path(f"{_FORM}catatan/<int:nomor>/selesai/", evidence.resolve, name="isian-catatan-selesai"),
    path("bukti/<int:nomor>/", evidence.view, name="bukti"),
    path("periksa/<int:siklus>/", verification.whole, name="periksa-siklus"),
    path(_CHECK, village_review.page, name="periksa"),
    path(f"{_CHECK}banyak/", verification.many, name="periksa-banyak"),
    path(f"{_CHECK}sah/", village_review.verify, name="periksa-sah"),
    path(f"{_CHECK}kembalikan/", village_review.give_back, name="periksa-kembalikan"),
    path("penetapan/<int:siklus>/", publication.page, name="terbit"),
    path("penetapan/<int:siklus>/hasil/<int:nomor>/", publication.result, name="terbit-hasil"),
    path("penetapan/<int:siklus>/buka/", publication.reopen, name="terbit-buka"),
]
