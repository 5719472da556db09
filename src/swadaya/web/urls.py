"""Addresses of the pages. They are in Indonesian and stay: a printed sheet carries them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from . import about, glossary, health, search
from .accounts.urls import urlpatterns as people
from .indeks import csv_download, official, pdf_views, planner_views, run_download, views
from .methodology.views import methods, one


class Year:
    regex = r"[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Code(StringConverter):
    """A region code as people write it, with or without dots; whether it is one is for the page to say."""

    regex = r"[0-9][0-9.]*"


register_converter(Year, "tahun")
register_converter(Code, "kode")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="beranda"),
    path("indeks/", views.latest, name="indeks"),
    path("indeks/sasaran/", planner_views.targets, name="indeks-sasaran"),
    path("indeks/<tahun:tahun>/", views.nation, name="indeks-nasional"),
    path("indeks/<tahun:tahun>/peringkat/", planner_views.ranking, name="indeks-peringkat"),
    path("indeks/<tahun:tahun>/banding/", planner_views.compare, name="indeks-banding"),
    path("indeks/<tahun:tahun>/perpindahan/", planner_views.moves, name="indeks-perpindahan-nasional"),
    path("indeks/<tahun:tahun>/<kode:kode>/perpindahan/", planner_views.moves, name="indeks-perpindahan"),
    path("indeks/<tahun:tahun>/fokus/", planner_views.focus, name="indeks-fokus-nasional"),
    path("indeks/<tahun:tahun>/<kode:kode>/fokus/", planner_views.focus, name="indeks-fokus"),
    path("indeks/<tahun:tahun>/nasional.csv", csv_download.nation, name="indeks-csv-nasional"),
    path("indeks/<tahun:tahun>/<kode:kode>.csv", csv_download.region, name="indeks-csv"),
    path("indeks/<tahun:tahun>/<kode:kode>/", views.region, name="indeks-wilayah"),
    path("indeks/<tahun:tahun>/resmi/", official.page, name="indeks-resmi-nasional"),
    path("indeks/<tahun:tahun>/<kode:kode>/resmi/", official.page, name="indeks-resmi"),
    path("indeks/<tahun:tahun>/unduh/", run_download.page, name="indeks-unduh"),
    path("indeks/<tahun:tahun>/unduh/<str:metode>.csv", run_download.file, {"akhiran": "csv"}, name="indeks-unduh-csv"),
    path(
        "indeks/<tahun:tahun>/unduh/<str:metode>.xlsx", run_download.file, {"akhiran": "xlsx"}, name="indeks-unduh-xlsx"
    ),
    path(
        "indeks/<tahun:tahun>/unduh/<str:metode>.parquet",
        run_download.file,
        {"akhiran": "parquet"},
        name="indeks-unduh-parquet",
    ),
    path("indeks/<tahun:tahun>/<kode:kode>/profil.pdf", pdf_views.profile, name="indeks-profil"),
    path("indeks/<tahun:tahun>/<kode:kode>/ringkasan.pdf", pdf_views.brief, name="indeks-ringkasan"),
    path("indeks/penetapan/", include("swadaya.web.pendataan.decree_urls")),
    path("kerja/", include("swadaya.web.pendataan.urls")),
    path("ksm/", include("swadaya.web.ksm.urls")),
    path("buku/", include("swadaya.web.ledger.urls")),
    path("cari/", search.page, name="cari"),
    path("metode/", methods, name="metode"),
    path("metode/<str:metode>/", one, name="metode-satu"),
    path("kamus/", glossary.page, name="kamus"),
    path("tentang/", about.page, name="tentang"),
    path("sehat", health.check, name="sehat"),
    *people,
]
