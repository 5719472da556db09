"""Regions and their past."""

from __future__ import annotations

from ..parameters import EXAMPLE_VILLAGE
from .shared import Body, One, Page, said


class Region(Body):
    kode: str = said("Kode", "Code of the ministry of home affairs, without dots.", EXAMPLE_VILLAGE)
    nama: str = said("Nama", "Official name; may be empty for an old code.", "Sigeblog")
    tingkat: str = said("Tingkat", "provinsi, kabkota, kecamatan or desa.", "desa")
    jenis: str = said("Jenis", "Kind: provinsi, kabupaten, kota, kecamatan, desa, desa_adat or kelurahan.", "desa")
    induk: str = said("Induk", "Code of the region above; empty for a province.", "330409")
    keadaan: str = said("Keadaan", "resmi: on the list in force; historis: known from older sources only.", "resmi")
    tahun_pertama: int | None = said("Tahun pertama", "First data year of an official file that has it.")
    tahun_terakhir: int | None = said("Tahun terakhir", "Last data year of an official file that has it.")
    sumber: str = said("Sumber", "List or file in which the code was first found.")


class Version(Body):
    nama: str = said("Nama", "Name in that period.")
    induk: str = said("Induk", "Code of the region above in that period.")
    jenis: str = said("Jenis", "Kind in that period.")
    berlaku_dari: str | None = said("Berlaku dari", "First day; null where nobody knows since when.")
    berlaku_sampai: str | None = said("Berlaku sampai", "First day it no longer held; null: still so.")
    dimuat_pada: str | None = said("Dimuat pada", "Date of the list that attests it.")
    keputusan: str = said("Keputusan", "Decree that has it.")
    sumber: str = said("Sumber", "Where this was learned.")


class Succession(Body):
    lama: str = said("Kode lama", "The old code.")
    baru: str = said("Kode baru", "The code its territory has now.")
    sejak: str = said("Sejak", "First day of the new code.")
    hukum: str = said("Dasar hukum", "The law.")
    nama: str = said("Nama", "What the region is called now.")


class Area(Body):
    kode: str = said("Kode", "Code of the area, as `area` in `/hasil` takes it.")
    nama: str = said("Nama", "Label.")
    jenis: str = said("Jenis", "pulau, tanda or kawasan.")
    skema: str = said("Skema", "Scheme of an island group; else empty.")
    dasar_hukum: str = said("Dasar hukum", "Legal basis.")
    berlaku_dari: str | None = said("Berlaku dari", "First day.")
    berlaku_sampai: str | None = said("Berlaku sampai", "Last day.")


class RegionDetail(Region):
    jalur: list[Region] = said("Jalur", "The regions above, from the province down.")
    versi: list[Version] = said("Versi", "Names and places over time, oldest first; periods are half open.")
    penerus: list[Succession] = said("Penerus", "What this code, or what lies in it, became.")
    pendahulu: list[Succession] = said("Pendahulu", "What this code, or what lies in it, was before.")
    kelompok: list[Area] = said("Kelompok", "Areas that hold it.")


class RegionPage(Page):
    data: list[Region] = said("Isi", "Regions.")


class OneRegion(One):
    data: RegionDetail = said("Isi", "The region.")
