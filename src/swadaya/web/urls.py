"""Addresses of the pages. They are in Indonesian and stay: a printed sheet carries them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from . import about, glossary, health, search
from .indeks import download, views
from .metode.views import methods, one


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
    path("indeks/<tahun:tahun>/", views.nation, name="indeks-nasional"),
    path("indeks/<tahun:tahun>/nasional.csv", download.nation, name="indeks-csv-nasional"),
    path("indeks/<tahun:tahun>/<kode:kode>.csv", download.region, name="indeks-csv"),
    path("indeks/<tahun:tahun>/<kode:kode>/", views.region, name="indeks-wilayah"),
    path("cari/", search.page, name="cari"),
    path("metode/", methods, name="metode"),
    path("metode/<str:metode>/", one, name="metode-satu"),
    path("kamus/", glossary.page, name="kamus"),
    path("tentang/", about.page, name="tentang"),
    path("sehat", health.check, name="sehat"),
]
