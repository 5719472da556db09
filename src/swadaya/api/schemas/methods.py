"""A method as data."""

from __future__ import annotations

from .shared import Body, One, Page, described


class MethodHead(Body):
    id: str = described("Sebutan", "Identifier.", "idm-operasional-2020")
    judul: str = described("Judul", "Title.")
    singkatan: str = described("Singkatan", "Short name of the index.", "IDM")
    kedudukan: str = described("Kedudukan", "resmi, rekonstruksi or tidak-resmi: how far it can be trusted.")
    berlaku_dari: str = described("Berlaku dari", "First day.")
    berlaku_sampai: str | None = described("Berlaku sampai", "Last day; null: still in force.")
    tahun: list[int] = described("Tahun data", "Data years the method was used for.")
    rujukan: str = described("Rujukan", "Legal reference.")
    versi: str = described("Sidik", "SHA-256 of the method file.")
    satuan: str = described("Satuan", "rasio (0 to 1) or persen (0 to 100): unit of the index.", "rasio")
    desimal: int = described("Desimal", "Decimals of the index as shown.", 4)
    penyebut: int = described("Penyebut", "Common denominator: index = poin_indeks / penyebut, exactly.", 6300)


class Branch(Body):
    kode: str = described("Kode", "Code.")
    nama: str = described("Nama", "Label.")
    induk: str = described("Induk", "Code one level up; empty for a component.")
    rujukan: str = described("Rujukan", "Legal reference.")


class Component(Branch):
    poin_maks: int = described("Poin tertinggi", "Highest points that can be reached.", 175)
    bobot: int = described("Bobot", "What one point adds to poin_indeks.", 12)


class Rule(Body):
    skor: int = described("Skor", "The score.")
    syarat: str | None = described(
        "Syarat", "Interval of the quantity, in interval notation; null for answers or none."
    )
    jawaban: list[str] = described("Jawaban", "Answers that give this score.")
    bunyi: str = described("Bunyi", "The rule in words, in Indonesian.")
    langkah: str = described("Langkah", "What the source proposes to do at this score.")
    tercetak: str = described("Tercetak", "The official text where ours had to normalise it.")


class Quantity(Body):
    kode: str = described("Kode", "Code.")
    jenis: str = described("Jenis", "bulat, desimal, rasio, ya-tidak or pilihan.")
    tanya: list[str] = described("Pertanyaan", "What is asked.")
    satuan: str = described("Satuan", "Unit.")
    pilihan: dict[str, str] = described("Pilihan", "Answers by code.")


class Indicator(Body):
    kode: str = described("Kode", "Code.", "s01")
    nama: str = described("Nama", "Label.")
    nama_resmi: str = described("Nama resmi", "Name as the source prints it.")
    komponen: str = described("Komponen", "Code of its component.")
    dimensi: str = described("Dimensi", "Code of its dimension.")
    variabel: str = described("Variabel", "Code of its variable; empty where none is known.")
    rujukan: str = described("Rujukan", "Legal reference.")
    pemeriksaan: str = described("Pemeriksaan", "How far it was checked.")
    catatan: str = described("Catatan", "What is odd about the printed text.")
    skor: list[int] = described("Skor yang ada", "Scores that exist, lowest first.")
    pelaksana: dict[str, str] = described("Pelaksana", "Who can act, by level of government.")
    besaran: Quantity | None = described("Besaran", "What is counted or asked; null where only scores are known.")
    aturan: list[Rule] = described("Aturan", "Rules, highest score first.")


class StatusClass(Body):
    kode: str = described("Kode", "Code, as `status` takes it.", "maju")
    nama: str = described("Nama", "Label.", "Maju")
    tingkat: int = described("Tingkat", "1 is the lowest.", 4)
    selang: str = described("Selang", "Range of the index as a ratio of 1, in interval notation.", "(0.7072, 0.8155]")
    poin_terendah: int = described("Poin terendah", "Lowest poin_indeks of the class.")
    sinonim: list[str] = described("Sebutan lain", "Other names.")
    rujukan: str = described("Rujukan", "Legal reference.")
    arti: str = described("Arti", "The regulation's definition.")


class Note(Body):
    di: str = described("Di mana", "Place in the text.")
    tercetak: str = described("Tercetak", "What is printed.")
    dibaca: str = described("Dibaca", "How it is read here, and why.")


class Step(Body):
    jenjang: str = described("Jenjang", "index or component.")
    bunyi: str = described("Bunyi", "How it is computed, in Indonesian.")
    rujukan: str = described("Rujukan", "Legal reference.")


class MethodDetail(MethodHead):
    pemeriksaan: str = described("Pemeriksaan", "How far the method was checked.")
    jenjang: list[str] = described("Jenjang", "What the four levels of the tree are called.")
    hitungan: list[Step] = described("Hitungan", "How the index is computed.")
    kelas: list[StatusClass] = described("Kelas", "Classes, lowest first.")
    komponen: list[Component] = described("Komponen", "Components.")
    dimensi: list[Branch] = described("Dimensi", "Dimensions.")
    variabel: list[Branch] = described("Variabel", "Variables.")
    indikator: list[Indicator] = described("Indikator", "Indicators with their rules.")
    catatan: list[Note] = described("Catatan", "Where the legal text contradicts itself, and how it is read.")


class MethodPage(Page):
    data: list[MethodHead] = described("Isi", "Methods, newest first.")


class OneMethod(One):
    data: MethodDetail = described("Isi", "The method.")
