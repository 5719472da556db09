"""Why one village has its index."""

from __future__ import annotations

from ..parameters import EXAMPLE_VILLAGE
from .shared import Body, One, RunHead, described


class Gain(Body):
    skor: int = described("Skor", "A higher score that exists.")
    poin_indeks: int = described("Tambahan", "What it adds to poin_indeks.")


class Share(Body):
    kode: str = described("Kode", "Code of the indicator.", "s01")
    nama: str = described("Nama", "Label.")
    skor: int | None = described("Skor", "Its score; null where it is missing.")
    skor_maks: int = described("Skor tertinggi", "Highest score.")
    aturan: str = described("Aturan", "The rule that gives this score, in Indonesian.")
    langkah: str = described("Langkah", "What the source proposes to do.")
    pelaksana: dict[str, str] = described("Pelaksana", "Who can act, by level of government.")
    rujukan: str = described("Rujukan", "Legal reference.")
    poin_indeks: int = described("Sumbangan", "What it brings to poin_indeks.")
    tambahan: list[Gain] = described("Tambahan", "What each higher score would add, next one first.")


class ComponentShare(Body):
    kode: str = described("Kode", "Code of the component.", "IKS")
    nama: str = described("Nama", "Label.")
    poin: int | None = described("Poin", "Points; null where a score is missing.")
    poin_maks: int = described("Poin tertinggi", "Highest points.")
    bobot: int = described("Bobot", "What one point adds to poin_indeks.")
    indeks: float | None = described("Indeks komponen", "points / highest points, 4 decimals.")
    indikator: list[Share] = described("Indikator", "Its indicators; empty where only the points are known.")


class NextClass(Body):
    status: str = described("Status", "Code of the next class up.")
    poin_indeks: int = described("Poin indeks", "poin_indeks it begins with.")
    kurang: int = described("Kurang", "poin_indeks that are missing.")
    poin: dict[str, int | None] = described(
        "Poin tiap komponen", "Points of one component that alone would do; null where out of reach."
    )


class Place(Body):
    tingkat: str = described("Tingkat", "kecamatan, kabkota, provinsi or nasional.")
    kode: str = described("Kode", "Region code; empty for the nation.")
    peringkat: int = described("Peringkat", "Rank there.")
    dari: int = described("Dari", "Villages with an index there.")


class Provenance(Body):
    jenis: str = described("Jenis", "resmi, sendiri or contoh.")
    sumber: str = described("Sumber", "Where the file came from.")
    berkas: str = described("Berkas", "Name of the file.")
    diambil_pada: str = described("Diambil pada", "Day it was retrieved.")
    keterangan: str = described("Keterangan", "Remark of the source.")


class Reason(Body):
    kode: str = described("Kode desa", "Village code.", EXAMPLE_VILLAGE)
    nama: str = described("Nama", "Name.", "Sigeblog")
    jalur: list[str] = described("Jalur", "Names of the regions above, from the province down.")
    poin_indeks: int | None = described("Poin indeks", "The index as a whole number over `penyebut`; may be null.")
    penyebut: int = described("Penyebut", "Common denominator of the method.", 6300)
    indeks: float | None = described("Indeks", "The index as shown.")
    status: str | None = described("Status", "Code of the class.")
    rujukan_status: str | None = described("Rujukan status", "Legal reference of the class.")
    luar_kisi: bool = described("Di luar kisi", "True where no scores give the published value.")
    komponen: list[ComponentShare] = described("Komponen", "The parts of the index.")
    kelas_berikut: NextClass | None = described(
        "Kelas berikut", "What the next class up asks for; null in the highest."
    )
    peringkat: list[Place] = described("Peringkat", "Ranks, from the district up.")
    asal_masukan: Provenance = described("Asal masukan", "Where its scores came from.")


class OneReason(One):
    terbitan: RunHead = described("Terbitan", "The run that the figures are of.")
    data: Reason = described("Isi", "Why the village has its index.")
