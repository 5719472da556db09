"""Runs, villages, groups and changes."""

from __future__ import annotations

from typing import Literal

from ..parameters import EXAMPLE_VILLAGE
from .shared import Body, One, Page, RunHead, described


class Run(RunHead):
    ditampilkan: bool = described("Ditampilkan", "True for the run on show for its method and year.")
    dihitung_pada: str = described("Saat dihitung", "When it was computed, ISO 8601.")
    sidik_masukan: str = described("Sidik masukan", "Hash of all inputs.")
    sidik_hasil: str = described("Sidik hasil", "Hash of all results.")
    catatan: str = described("Catatan", "Note.")


Origin = Literal["hitungan", "contoh"]


class Ranks(Body):
    nasional: int = described("Nasional", "Rank in the nation; equal values share the best rank.")
    provinsi: int = described("Provinsi", "Rank in the province.")
    kabkota: int = described("Kabupaten/kota", "Rank in the regency.")
    kecamatan: int = described("Kecamatan", "Rank in the district.")


class Result(Body):
    kode: str = described("Kode desa", "Village code.", EXAMPLE_VILLAGE)
    nama: str = described("Nama", "Name.", "Sigeblog")
    tahun: int = described("Tahun data", "Data year.", 2024)
    poin: dict[str, int] | None = described("Poin komponen", "Points by component; null without an index.")
    poin_indeks: int | None = described(
        "Poin indeks", "The index as a whole number over `penyebut` of the method.", 4878
    )
    indeks: float | None = described("Indeks", "The index as shown, in the unit of the method.", 0.7743)
    status: str | None = described("Status", "Code of the class; null without an index.", "maju")
    peringkat: Ranks | None = described("Peringkat", "Ranks; null without an index.")
    luar_kisi: bool = described("Di luar kisi", "True where no scores give the published value.", False)
    asal: Origin = described("Asal", "hitungan: computed here; contoh: simulated.")


class Aggregate(Body):
    kunci: str = described("Kunci", "Region code, or label of an island or tag; empty for the nation.", "3304")
    nama: str = described("Nama", "Name.", "Kabupaten Banjarnegara")
    skema: str = described("Skema", "The grouping.", "kabkota")
    tahun: int = described("Tahun data", "Data year.", 2024)
    desa: int = described("Desa", "Villages.")
    berindeks: int = described("Desa berindeks", "Villages with an index.")
    kelas: dict[str, int] = described("Desa menurut kelas", "Villages by class code.")
    rata: dict[str, float] | None = described("Rata-rata komponen", "Mean of each component, 0 to 1; null without any.")
    rata_indeks: float | None = described("Rata-rata indeks", "Mean index as shown; null without villages.")
    status_rata: str | None = described("Status rata-rata", "Class in which the mean lies.")
    jumlah_poin_indeks: int = described("Jumlah poin indeks", "Sum of poin_indeks: the mean, exactly.")
    poin_terendah: int | None = described("Poin indeks terendah", "Lowest poin_indeks.")
    poin_tertinggi: int | None = described("Poin indeks tertinggi", "Highest poin_indeks.")
    asal: Origin = described("Asal", "hitungan: computed here; contoh: simulated.")


class Change(Body):
    kode: str = described("Kode desa", "Village code.", EXAMPLE_VILLAGE)
    nama: str = described("Nama", "Name.", "Sigeblog")
    arah: Literal["naik", "turun"] = described("Arah", "naik: to a higher class; turun: to a lower one.")
    dari_status: str = described("Dari status", "Class in the earlier run.")
    ke_status: str = described("Ke status", "Class in the later run.")
    dari_poin_indeks: int = described("Dari poin indeks", "poin_indeks in the earlier run.")
    ke_poin_indeks: int = described("Ke poin indeks", "poin_indeks in the later run.")
    dari_indeks: float = described("Dari indeks", "Index in the earlier run.")
    ke_indeks: float = described("Ke indeks", "Index in the later run.")
    asal: Origin = described("Asal", "contoh when either run is simulated.")


class RunPage(Page):
    data: list[Run] = described("Isi", "Runs, newest number first.")


class ResultPage(Page):
    terbitan: RunHead = described("Terbitan", "The run that the figures are of.")
    data: list[Result] = described("Isi", "Villages.")


class AggregatePage(Page):
    terbitan: RunHead = described("Terbitan", "The run that the figures are of.")
    data: list[Aggregate] = described("Isi", "Groups.")


class ChangePage(Page):
    dari: RunHead = described("Dari terbitan", "The earlier run.")
    ke: RunHead = described("Ke terbitan", "The later run.")
    data: list[Change] = described("Isi", "Villages whose class differs.")


class OneRun(One):
    data: Run = described("Isi", "The run.")
