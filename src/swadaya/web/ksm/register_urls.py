"""Addresses of registers and of welfare bodies, below ``/ksm/``."""

from __future__ import annotations

from django.urls import path

from . import group_list, institution_activities, region_overview, registers, welfare_body, welfare_list

_VILLAGE = "desa/<kode:kode>/"
_COMMUNITY = f"{_VILLAGE}kelompok/<int:nomor>/"
_WELFARE = "sosial/lembaga/<uuid:lembaga>/"

urlpatterns = [
    path("kelompok.csv", group_list.as_csv, name="ksm-csv"),
    path("kelompok.xlsx", group_list.as_workbook, name="ksm-xlsx"),
    path("wilayah/", region_overview.nation, name="ksm-nasional"),
    path("wilayah/<kode:kode>/", region_overview.region, name="ksm-wilayah"),
    path(_VILLAGE, registers.page, name="ksm-desa"),
    path(f"{_VILLAGE}kelompok/", registers.listed, name="ksm-desa-kelompok"),
    path(f"{_COMMUNITY}sepakat/", registers.agreed, name="ksm-desa-sepakat"),
    path(f"{_COMMUNITY}ksm/", registers.adopted, name="ksm-desa-jadi-ksm"),
    path(f"{_VILLAGE}kegiatan/", institution_activities.recorded, name="ksm-desa-kegiatan"),
    path(f"{_VILLAGE}kegiatan/<uuid:kegiatan>/batal/", institution_activities.withdrawn, name="ksm-desa-batal"),
    path(f"{_VILLAGE}lembaga/", registers.body, name="ksm-desa-lembaga"),
    path("sosial/", welfare_list.nation, name="ksm-sosial"),
    path("sosial/baru/", welfare_body.new, name="ksm-sosial-baru"),
    path("sosial/impor/", welfare_body.many, name="ksm-sosial-impor"),
    path("sosial/<kode:kode>/", welfare_list.region, name="ksm-sosial-wilayah"),
    path(_WELFARE, welfare_body.page, name="ksm-sosial-satu"),
    path(f"{_WELFARE}kegiatan/", welfare_body.activity, name="ksm-sosial-kegiatan"),
    path(f"{_WELFARE}ubah/", welfare_body.change, name="ksm-sosial-ubah"),
    path(f"{_WELFARE}bubar/", welfare_body.end, name="ksm-sosial-bubar"),
]
