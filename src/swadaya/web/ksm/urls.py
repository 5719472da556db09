"""Addresses of groups, below ``/ksm/``."""

from __future__ import annotations

from django.urls import path

from . import (
    about,
    doing,
    friends,
    group,
    held,
    lists,
    members,
    offices,
    paper,
    people,
    personal,
    plans,
    registerurls,
    rules,
    sheet,
    standing,
)

_ONE = "<uuid:ksm_id>/"
_MEETING = f"{_ONE}rapat/<int:nomor>/"

urlpatterns = [
    path("", lists.page, name="ksm"),
    path("sesi", sheet.session, name="ksm-sesi"),
    path("baru/", lists.register, name="ksm-baru"),
    path("impor/", people.groups, name="ksm-impor"),
    *registerurls.urlpatterns,
    path(_ONE, group.page, name="ksm-satu"),
    path(f"{_ONE}tentang/", about.page, name="ksm-tentang"),
    path(f"{_ONE}profil/", doing.profile, name="ksm-profil"),
    path(f"{_ONE}sejarah/", standing.page, name="ksm-sejarah"),
    path(f"{_ONE}sejarah/baru/", standing.fact, name="ksm-sejarah-baru"),
    path(f"{_ONE}keadaan/<str:ubah>/", standing.stand, name="ksm-keadaan"),
    path(f"{_ONE}pengurus/", offices.page, name="ksm-pengurus"),
    path(f"{_ONE}pengurus/baru/", offices.appoint, name="ksm-pengurus-baru"),
    path(f"{_ONE}pengurus/<int:jabatan>/selesai/", offices.end, name="ksm-pengurus-selesai"),
    path(f"{_ONE}setuju/", offices.consents, name="ksm-setuju"),
    path(f"{_ONE}rencana/", plans.page, name="ksm-rencana"),
    path(f"{_ONE}rencana/baru/", plans.plan, name="ksm-rencana-baru"),
    path(f"{_ONE}sahabat/", friends.page, name="ksm-sahabat"),
    path(f"{_ONE}kegiatan/", doing.activity, name="ksm-kegiatan"),
    path(f"{_ONE}aturan/", rules.page, name="ksm-aturan"),
    path(f"{_ONE}anggota/", members.page, name="ksm-anggota"),
    path(f"{_ONE}anggota/baru/", members.join, name="ksm-anggota-baru"),
    path(f"{_ONE}anggota/impor/", people.members, name="ksm-anggota-impor"),
    path(f"{_ONE}anggota/<int:nomor>/", members.one, name="ksm-anggota-satu"),
    path(f"{_ONE}anggota/<int:nomor>/keluar/", members.leave, name="ksm-anggota-keluar"),
    path(f"{_ONE}anggota/<int:nomor>/ubah/", personal.change, name="ksm-anggota-ubah"),
    path(f"{_ONE}anggota/<int:nomor>/akun/", personal.account, name="ksm-anggota-akun"),
    path(f"{_ONE}anggota/<int:nomor>/setuju/", personal.consents, name="ksm-anggota-setuju"),
    path(f"{_ONE}anggota/<int:nomor>/setuju/<slug:jenis>/tarik/", personal.take_back, name="ksm-anggota-tarik"),
    path(f"{_ONE}anggota/<int:nomor>/nik/", personal.read_nik, name="ksm-anggota-nik"),
    path(f"{_ONE}anggota/<int:nomor>/hapus/", personal.erase, name="ksm-anggota-hapus"),
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
