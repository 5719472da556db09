"""Addresses of groups, below ``/ksm/``."""

from __future__ import annotations

from django.urls import path

from . import doing, group, held, lists, members, paper, people, registers, rules, sheet

_ONE = "<uuid:ksm_id>/"
_MEETING = f"{_ONE}rapat/<int:nomor>/"

urlpatterns = [
    path("", lists.page, name="ksm"),
    path("sesi", sheet.session, name="ksm-sesi"),
    path("baru/", lists.register, name="ksm-baru"),
    path("impor/", people.groups, name="ksm-impor"),
    path("desa/<kode:kode>/", registers.page, name="ksm-desa"),
    path("desa/<kode:kode>/kelompok/", registers.listed, name="ksm-desa-kelompok"),
    path("desa/<kode:kode>/kelompok/<int:nomor>/sepakat/", registers.agreed, name="ksm-desa-sepakat"),
    path("desa/<kode:kode>/kegiatan/", registers.activity, name="ksm-desa-kegiatan"),
    path("desa/<kode:kode>/lembaga/", registers.body, name="ksm-desa-lembaga"),
    path(_ONE, group.page, name="ksm-satu"),
    path(f"{_ONE}profil/", doing.profile, name="ksm-profil"),
    path(f"{_ONE}kegiatan/", doing.activity, name="ksm-kegiatan"),
    path(f"{_ONE}aturan/", rules.page, name="ksm-aturan"),
    path(f"{_ONE}anggota/", members.page, name="ksm-anggota"),
    path(f"{_ONE}anggota/baru/", members.join, name="ksm-anggota-baru"),
    path(f"{_ONE}anggota/impor/", people.members, name="ksm-anggota-impor"),
    path(f"{_ONE}anggota/<int:nomor>/", members.one, name="ksm-anggota-satu"),
    path(f"{_ONE}anggota/<int:nomor>/keluar/", members.leave, name="ksm-anggota-keluar"),
    path(f"{_ONE}anggota/<int:nomor>/jabatan/", members.office, name="ksm-anggota-jabatan"),
    path(f"{_ONE}anggota/<int:nomor>/kartu.pdf", paper.card, name="ksm-kartu"),
    path(f"{_ONE}rapat/", group.meetings, name="rapat-semua"),
    path(f"{_ONE}rapat/rencana/", doing.plan, name="rapat-rencana"),
    path(_MEETING, sheet.page, name="rapat"),
    path(f"{_MEETING}perbaiki/", sheet.correct, name="rapat-perbaiki"),
    path(f"{_MEETING}konfirmasi/", held.confirm, name="rapat-konfirmasi"),
    path(f"{_MEETING}batal/", held.cancel, name="rapat-batal"),
    path(f"{_MEETING}struk/", held.receipts, name="rapat-struk"),
    path(f"{_MEETING}kertas/", held.paper, name="rapat-kertas"),
    path(f"{_MEETING}lembar.pdf", paper.sheet, name="rapat-lembar"),
]
