"""Regions and their past."""

from __future__ import annotations

from ..parameters import EXAMPLE_VILLAGE
from .shared import Body, One, Page, described


class Region(Body):
    kode: str = described("Kode", "Code of the ministry of home affairs, without dots.", EXAMPLE_VILLAGE)
    nama: str = described("Nama", "Official name; may be empty for an old code.", "Sigeblog")
    tingkat: str = described("Tingkat", "provinsi, kabkota, kecamatan or desa.", "desa")
    jenis: str = described("Jenis", "Kind: provinsi, kabupaten, kota, kecamatan, desa, desa_adat or kelurahan.", "desa")
    induk: str = described("Induk", "Code of the region above; empty for a province.", "330409")
    keadaan: str = described(
        "Keadaan", "resmi: on the list in force; historis: known from older sources only.", "resmi"
    )
    tahun_pertama: int | None = described("Tahun pertama", "First data year of an official file that has it.")
    tahun_terakhir: int | None = described("Tahun terakhir", "Last data year of an official file that has it.")
    sumber: str = described("Sumber", "List or file in which the code was first found.")


class Version(Body):
    nama: str = described("Nama", "Name in that period.")
    induk: str = described("Induk", "Code of the region above in that period.")
    jenis: str = described("Jenis", "Kind in that period.")
    berlaku_dari: str | None = described("Berlaku dari", "First day; null where nobody knows since when.")
    berlaku_sampai: str | None = described("Berlaku sampai", "First day it no longer held; null: still so.")
    dimuat_pada: str | None = described("Dimuat pada", "Date of the list that attests it.")
    keputusan: str = described("Keputusan", "Decree that has it.")
    sumber: str = described("Sumber", "Where this was learned.")


class Succession(Body):
    lama: str = described("Kode lama", "The old code.")
    baru: str = described("Kode baru", "The code its territory has now.")
    sejak: str = described("Sejak", "First day of the new code.")
    hukum: str = described("Dasar hukum", "The law.")
    nama: str = described("Nama", "What the region is called now.")


class Area(Body):
    kode: str = described("Kode", "Code of the area, as `area` in `/hasil` takes it.")
    nama: str = described("Nama", "Label.")
    jenis: str = described("Jenis", "pulau, tanda or kawasan.")
    skema: str = described("Skema", "Scheme of an island group; else empty.")
    dasar_hukum: str = described("Dasar hukum", "Legal basis.")
    berlaku_dari: str | None = described("Berlaku dari", "First day.")
    berlaku_sampai: str | None = described("Berlaku sampai", "Last day.")


class RegionDetail(Region):
    jalur: list[Region] = described("Jalur", "The regions above, from the province down.")
    versi: list[Version] = described("Versi", "Names and places over time, oldest first; periods are half open.")
    penerus: list[Succession] = described("Penerus", "What this code, or what lies in it, became.")
    pendahulu: list[Succession] = described("Pendahulu", "What this code, or what lies in it, was before.")
    kelompok: list[Area] = described("Kelompok", "Areas that hold it.")


class RegionPage(Page):
    data: list[Region] = described("Isi", "Regions.")


class OneRegion(One):
    data: RegionDetail = described("Isi", "The region.")
