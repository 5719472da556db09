"""Runs, villages, groups and changes."""

from __future__ import annotations

from typing import Literal

from ..parameters import EXAMPLE_VILLAGE
from .shared import Body, One, Page, RunHead, said


class Run(RunHead):
    ditampilkan: bool = said("Ditampilkan", "True for the run on show for its method and year.")
    dihitung_pada: str = said("Saat dihitung", "When it was computed, ISO 8601.")
    sidik_masukan: str = said("Sidik masukan", "Hash of all inputs.")
    sidik_hasil: str = said("Sidik hasil", "Hash of all results.")
    catatan: str = said("Catatan", "Note.")


Origin = Literal["hitungan", "contoh"]


class Ranks(Body):
    nasional: int = said("Nasional", "Rank in the nation; equal values share the best rank.")
    provinsi: int = said("Provinsi", "Rank in the province.")
    kabkota: int = said("Kabupaten/kota", "Rank in the regency.")
    kecamatan: int = said("Kecamatan", "Rank in the district.")


class Result(Body):
    kode: str = said("Kode desa", "Village code.", EXAMPLE_VILLAGE)
    nama: str = said("Nama", "Name.", "Sigeblog")
    tahun: int = said("Tahun data", "Data year.", 2024)
    poin: dict[str, int] | None = said("Poin komponen", "Points by component; null without an index.")
    poin_indeks: int | None = said("Poin indeks", "The index as a whole number over `penyebut` of the method.", 4878)
    indeks: float | None = said("Indeks", "The index as shown, in the unit of the method.", 0.7743)
    status: str | None = said("Status", "Code of the class; null without an index.", "maju")
    peringkat: Ranks | None = said("Peringkat", "Ranks; null without an index.")
    luar_kisi: bool = said("Di luar kisi", "True where no scores give the published value.", False)
    asal: Origin = said("Asal", "hitungan: computed here; contoh: simulated.")


class Aggregate(Body):
    kunci: str = said("Kunci", "Region code, or label of an island or tag; empty for the nation.", "3304")
    nama: str = said("Nama", "Name.", "Kabupaten Banjarnegara")
    skema: str = said("Skema", "The grouping.", "kabkota")
    tahun: int = said("Tahun data", "Data year.", 2024)
    desa: int = said("Desa", "Villages.")
    berindeks: int = said("Desa berindeks", "Villages with an index.")
    kelas: dict[str, int] = said("Desa menurut kelas", "Villages by class code.")
    rata: dict[str, float] | None = said("Rata-rata komponen", "Mean of each component, 0 to 1; null without any.")
    rata_indeks: float | None = said("Rata-rata indeks", "Mean index as shown; null without villages.")
    status_rata: str | None = said("Status rata-rata", "Class in which the mean lies.")
    jumlah_poin_indeks: int = said("Jumlah poin indeks", "Sum of poin_indeks: the mean, exactly.")
    poin_terendah: int | None = said("Poin indeks terendah", "Lowest poin_indeks.")
    poin_tertinggi: int | None = said("Poin indeks tertinggi", "Highest poin_indeks.")
    asal: Origin = said("Asal", "hitungan: computed here; contoh: simulated.")


class Change(Body):
    kode: str = said("Kode desa", "Village code.", EXAMPLE_VILLAGE)
    nama: str = said("Nama", "Name.", "Sigeblog")
    arah: Literal["naik", "turun"] = said("Arah", "naik: to a higher class; turun: to a lower one.")
    dari_status: str = said("Dari status", "Class in the earlier run.")
    ke_status: str = said("Ke status", "Class in the later run.")
    dari_poin_indeks: int = said("Dari poin indeks", "poin_indeks in the earlier run.")
    ke_poin_indeks: int = said("Ke poin indeks", "poin_indeks in the later run.")
    dari_indeks: float = said("Dari indeks", "Index in the earlier run.")
    ke_indeks: float = said("Ke indeks", "Index in the later run.")
    asal: Origin = said("Asal", "contoh when either run is simulated.")


class RunPage(Page):
    data: list[Run] = said("Isi", "Runs, newest number first.")


class ResultPage(Page):
    terbitan: RunHead = said("Terbitan", "The run that the figures are of.")
    data: list[Result] = said("Isi", "Villages.")


class AggregatePage(Page):
    terbitan: RunHead = said("Terbitan", "The run that the figures are of.")
    data: list[Aggregate] = said("Isi", "Groups.")


class ChangePage(Page):
    dari: RunHead = said("Dari terbitan", "The earlier run.")
    ke: RunHead = said("Ke terbitan", "The later run.")
    data: list[Change] = said("Isi", "Villages whose class differs.")


class OneRun(One):
    data: Run = said("Isi", "The run.")
