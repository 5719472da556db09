"""Why one village has its index."""

from __future__ import annotations

from ..parameters import EXAMPLE_VILLAGE
from .shared import Body, One, RunHead, said


class Gain(Body):
    skor: int = said("Skor", "A higher score that exists.")
    poin_indeks: int = said("Tambahan", "What it adds to poin_indeks.")


class Share(Body):
    kode: str = said("Kode", "Code of the indicator.", "s01")
    nama: str = said("Nama", "Label.")
    skor: int | None = said("Skor", "Its score; null where it is missing.")
    skor_maks: int = said("Skor tertinggi", "Highest score.")
    aturan: str = said("Aturan", "The rule that gives this score, in Indonesian.")
    langkah: str = said("Langkah", "What the source proposes to do.")
    pelaksana: dict[str, str] = said("Pelaksana", "Who can act, by level of government.")
    rujukan: str = said("Rujukan", "Legal reference.")
    poin_indeks: int = said("Sumbangan", "What it brings to poin_indeks.")
    tambahan: list[Gain] = said("Tambahan", "What each higher score would add, next one first.")


class ComponentShare(Body):
    kode: str = said("Kode", "Code of the component.", "IKS")
    nama: str = said("Nama", "Label.")
    poin: int | None = said("Poin", "Points; null where a score is missing.")
    poin_maks: int = said("Poin tertinggi", "Highest points.")
    bobot: int = said("Bobot", "What one point adds to poin_indeks.")
    indeks: float | None = said("Indeks komponen", "points / highest points, 4 decimals.")
    indikator: list[Share] = said("Indikator", "Its indicators; empty where only the points are known.")


class NextClass(Body):
    status: str = said("Status", "Code of the next class up.")
    poin_indeks: int = said("Poin indeks", "poin_indeks it begins with.")
    kurang: int = said("Kurang", "poin_indeks that are missing.")
    poin: dict[str, int | None] = said(
        "Poin tiap komponen", "Points of one component that alone would do; null where out of reach."
    )


class Place(Body):
    tingkat: str = said("Tingkat", "kecamatan, kabkota, provinsi or nasional.")
    kode: str = said("Kode", "Region code; empty for the nation.")
    peringkat: int = said("Peringkat", "Rank there.")
    dari: int = said("Dari", "Villages with an index there.")


class Provenance(Body):
    jenis: str = said("Jenis", "resmi, sendiri or contoh.")
    sumber: str = said("Sumber", "Where the file came from.")
    berkas: str = said("Berkas", "Name of the file.")
    diambil_pada: str = said("Diambil pada", "Day it was retrieved.")
    keterangan: str = said("Keterangan", "Remark of the source.")


class Reason(Body):
    kode: str = said("Kode desa", "Village code.", EXAMPLE_VILLAGE)
    nama: str = said("Nama", "Name.", "Sigeblog")
    jalur: list[str] = said("Jalur", "Names of the regions above, from the province down.")
    poin_indeks: int | None = said("Poin indeks", "The index as a whole number over `penyebut`; may be null.")
    penyebut: int = said("Penyebut", "Common denominator of the method.", 6300)
    indeks: float | None = said("Indeks", "The index as shown.")
    status: str | None = said("Status", "Code of the class.")
    rujukan_status: str | None = said("Rujukan status", "Legal reference of the class.")
    luar_kisi: bool = said("Di luar kisi", "True where no scores give the published value.")
    komponen: list[ComponentShare] = said("Komponen", "The parts of the index.")
    kelas_berikut: NextClass | None = said("Kelas berikut", "What the next class up asks for; null in the highest.")
    peringkat: list[Place] = said("Peringkat", "Ranks, from the district up.")
    asal_masukan: Provenance = said("Asal masukan", "Where its scores came from.")


class OneReason(One):
    terbitan: RunHead = said("Terbitan", "The run that the figures are of.")
    data: Reason = said("Isi", "Why the village has its index.")
