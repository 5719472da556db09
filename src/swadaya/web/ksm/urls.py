"""Addresses of groups, below ``/ksm/``."""

from __future__ import annotations

from django.urls import path

from . import (
    aturan_main,
    group_detail,
    group_forms,
    group_links,
    group_list,
    imports,
    lifecycle,
    meeting_detail,
    meeting_form_views,
    member_data,
    members,
    offices,
    pdf,
    plans,
    profile,
    register_urls,
)

_ONE = "<uuid:ksm_id>/"
_MEETING = f"{_ONE}rapat/<int:nomor>/"

urlpatterns = [
    path("", group_list.page, name="ksm"),
    path("sesi", meeting_form_views.session, name="ksm-sesi"),
    path("baru/", group_list.register, name="ksm-baru"),
    path("impor/", imports.groups, name="ksm-impor"),
    *register_urls.urlpatterns,
    path(_ONE, group_detail.page, name="ksm-satu"),
    path(f"{_ONE}tentang/", profile.page, name="ksm-tentang"),
    path(f"{_ONE}profil/", group_forms.profile, name="ksm-profil"),
    path(f"{_ONE}sejarah/", lifecycle.page, name="ksm-sejarah"),
    path(f"{_ONE}sejarah/baru/", lifecycle.fact, name="ksm-sejarah-baru"),
    path(f"{_ONE}keadaan/<str:ubah>/", lifecycle.stand, name="ksm-keadaan"),
    path(f"{_ONE}pengurus/", offices.page, name="ksm-pengurus"),
    path(f"{_ONE}pengurus/baru/", offices.appoint, name="ksm-pengurus-baru"),
    path(f"{_ONE}pengurus/<int:jabatan>/selesai/", offices.end, name="ksm-pengurus-selesai"),
    path(f"{_ONE}setuju/", offices.consents, name="ksm-setuju"),
    path(f"{_ONE}rencana/", plans.page, name="ksm-rencana"),
    path(f"{_ONE}rencana/baru/", plans.plan, name="ksm-rencana-baru"),
    path(f"{_ONE}sahabat/", group_links.page, name="ksm-sahabat"),
    path(f"{_ONE}kegiatan/", group_forms.activity, name="ksm-kegiatan"),
    path(f"{_ONE}aturan/", aturan_main.page, name="ksm-aturan"),
    path(f"{_ONE}anggota/", members.page, name="ksm-anggota"),
    path(f"{_ONE}anggota/baru/", members.join, name="ksm-anggota-baru"),
    path(f"{_ONE}anggota/impor/", imports.members, name="ksm-anggota-impor"),
    path(f"{_ONE}anggota/<int:nomor>/", members.one, name="ksm-anggota-satu"),
    path(f"{_ONE}anggota/<int:nomor>/keluar/", members.leave, name="ksm-anggota-keluar"),
    path(f"{_ONE}anggota/<int:nomor>/ubah/", member_data.change, name="ksm-anggota-ubah"),
    path(f"{_ONE}anggota/<int:nomor>/akun/", member_data.account, name="ksm-anggota-akun"),
    path(f"{_ONE}anggota/<int:nomor>/setuju/", member_data.consents, name="ksm-anggota-setuju"),
    path(f"{_ONE}anggota/<int:nomor>/setuju/<slug:jenis>/tarik/", member_data.take_back, name="ksm-anggota-tarik"),
    path(f"{_ONE}anggota/<int:nomor>/nik/", member_data.read_nik, name="ksm-anggota-nik"),
    path(f"{_ONE}anggota/<int:nomor>/hapus/", member_data.erase, name="ksm-anggota-hapus"),
    path(f"{_ONE}anggota/<int:nomor>/kartu.pdf", pdf.card, name="ksm-kartu"),
    path(f"{_ONE}rapat/", group_detail.meetings, name="rapat-semua"),
    path(f"{_ONE}rapat/rencana/", group_forms.plan, name="rapat-rencana"),
    path(_MEETING, meeting_form_views.page, name="rapat"),
    path(f"{_MEETING}perbaiki/", meeting_form_views.correct, name="rapat-perbaiki"),
    path(f"{_MEETING}konfirmasi/", meeting_detail.confirm, name="rapat-konfirmasi"),
    path(f"{_MEETING}batal/", meeting_detail.cancel, name="rapat-batal"),
    path(f"{_MEETING}struk/", meeting_detail.receipts, name="rapat-struk"),
    path(f"{_MEETING}kertas/", meeting_detail.paper, name="rapat-kertas"),
    path(f"{_MEETING}lembar.pdf", pdf.sheet, name="rapat-lembar"),
]
