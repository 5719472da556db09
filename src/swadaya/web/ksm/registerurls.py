"""Addresses of registers and of welfare bodies, below ``/ksm/``."""

from __future__ import annotations

from django.urls import path

from . import institutions, lists, regions, registers, welfare, welfarebody

_VILLAGE = "desa/<kode:kode>/"
_COMMUNITY = f"{_VILLAGE}kelompok/<int:nomor>/"
_WELFARE = "sosial/lembaga/<uuid:lembaga>/"

urlpatterns = [
    path("kelompok.csv", lists.as_csv, name="ksm-csv"),
    path("kelompok.xlsx", lists.as_workbook, name="ksm-xlsx"),
    path("wilayah/", regions.nation, name="ksm-nasional"),
    path("wilayah/<kode:kode>/", regions.region, name="ksm-wilayah"),
    path(_VILLAGE, registers.page, name="ksm-desa"),
    path(f"{_VILLAGE}kelompok/", registers.listed, name="ksm-desa-kelompok"),
    path(f"{_COMMUNITY}sepakat/", registers.agreed, name="ksm-desa-sepakat"),
    path(f"{_COMMUNITY}ksm/", registers.adopted, name="ksm-desa-jadi-ksm"),
    path(f"{_VILLAGE}kegiatan/", institutions.recorded, name="ksm-desa-kegiatan"),
    path(f"{_VILLAGE}kegiatan/<uuid:kegiatan>/batal/", institutions.withdrawn, name="ksm-desa-batal"),
    path(f"{_VILLAGE}lembaga/", registers.body, name="ksm-desa-lembaga"),
    path("sosial/", welfare.nation, name="ksm-sosial"),
    path("sosial/baru/", welfarebody.new, name="ksm-sosial-baru"),
    path("sosial/impor/", welfarebody.many, name="ksm-sosial-impor"),
    path("sosial/<kode:kode>/", welfare.region, name="ksm-sosial-wilayah"),
    path(_WELFARE, welfarebody.page, name="ksm-sosial-satu"),
    path(f"{_WELFARE}kegiatan/", welfarebody.activity, name="ksm-sosial-kegiatan"),
    path(f"{_WELFARE}ubah/", welfarebody.change, name="ksm-sosial-ubah"),
    path(f"{_WELFARE}bubar/", welfarebody.end, name="ksm-sosial-bubar"),
]
