"""A method as data."""

from __future__ import annotations

from .shared import Body, One, Page, said


class MethodHead(Body):
    id: str = said("Sebutan", "Identifier.", "idm-operasional-2020")
    judul: str = said("Judul", "Title.")
    singkatan: str = said("Singkatan", "Short name of the index.", "IDM")
    kedudukan: str = said("Kedudukan", "resmi, rekonstruksi or tidak-resmi: how far it can be trusted.")
    berlaku_dari: str = said("Berlaku dari", "First day.")
    berlaku_sampai: str | None = said("Berlaku sampai", "Last day; null: still in force.")
    tahun: list[int] = said("Tahun data", "Data years the method was used for.")
    rujukan: str = said("Rujukan", "Legal reference.")
    versi: str = said("Sidik", "SHA-256 of the method file.")
    satuan: str = said("Satuan", "rasio (0 to 1) or persen (0 to 100): unit of the index.", "rasio")
    desimal: int = said("Desimal", "Decimals of the index as shown.", 4)
    penyebut: int = said("Penyebut", "Common denominator: index = poin_indeks / penyebut, exactly.", 6300)


class Branch(Body):
    kode: str = said("Kode", "Code.")
    nama: str = said("Nama", "Label.")
    induk: str = said("Induk", "Code one level up; empty for a component.")
    rujukan: str = said("Rujukan", "Legal reference.")


class Component(Branch):
    poin_maks: int = said("Poin tertinggi", "Highest points that can be reached.", 175)
    bobot: int = said("Bobot", "What one point adds to poin_indeks.", 12)


class Rule(Body):
    skor: int = said("Skor", "The score.")
    syarat: str | None = said("Syarat", "Interval of the quantity, in interval notation; null for answers or none.")
    jawaban: list[str] = said("Jawaban", "Answers that give this score.")
    bunyi: str = said("Bunyi", "The rule in words, in Indonesian.")
    langkah: str = said("Langkah", "What the source proposes to do at this score.")
    tercetak: str = said("Tercetak", "The official text where ours had to normalise it.")


class Quantity(Body):
    kode: str = said("Kode", "Code.")
    jenis: str = said("Jenis", "bulat, desimal, rasio, ya-tidak or pilihan.")
    tanya: list[str] = said("Pertanyaan", "What is asked.")
    satuan: str = said("Satuan", "Unit.")
    pilihan: dict[str, str] = said("Pilihan", "Answers by code.")


class Indicator(Body):
    kode: str = said("Kode", "Code.", "s01")
    nama: str = said("Nama", "Label.")
    nama_resmi: str = said("Nama resmi", "Name as the source prints it.")
    komponen: str = said("Komponen", "Code of its component.")
    dimensi: str = said("Dimensi", "Code of its dimension.")
    variabel: str = said("Variabel", "Code of its variable; empty where none is known.")
    rujukan: str = said("Rujukan", "Legal reference.")
    pemeriksaan: str = said("Pemeriksaan", "How far it was checked.")
    catatan: str = said("Catatan", "What is odd about the printed text.")
    skor: list[int] = said("Skor yang ada", "Scores that exist, lowest first.")
    pelaksana: dict[str, str] = said("Pelaksana", "Who can act, by level of government.")
    besaran: Quantity | None = said("Besaran", "What is counted or asked; null where only scores are known.")
    aturan: list[Rule] = said("Aturan", "Rules, highest score first.")


class StatusClass(Body):
    kode: str = said("Kode", "Code, as `status` takes it.", "maju")
    nama: str = said("Nama", "Label.", "Maju")
    tingkat: int = said("Tingkat", "1 is the lowest.", 4)
    selang: str = said("Selang", "Range of the index as a ratio of 1, in interval notation.", "(0.7072, 0.8155]")
    poin_terendah: int = said("Poin terendah", "Lowest poin_indeks of the class.")
    sinonim: list[str] = said("Sebutan lain", "Other names.")
    rujukan: str = said("Rujukan", "Legal reference.")
    arti: str = said("Arti", "The regulation's definition.")


class Note(Body):
    di: str = said("Di mana", "Place in the text.")
    tercetak: str = said("Tercetak", "What is printed.")
    dibaca: str = said("Dibaca", "How it is read here, and why.")


class Step(Body):
    jenjang: str = said("Jenjang", "index or component.")
    bunyi: str = said("Bunyi", "How it is computed, in Indonesian.")
    rujukan: str = said("Rujukan", "Legal reference.")


class MethodDetail(MethodHead):
    pemeriksaan: str = said("Pemeriksaan", "How far the method was checked.")
    jenjang: list[str] = said("Jenjang", "What the four levels of the tree are called.")
    hitungan: list[Step] = said("Hitungan", "How the index is computed.")
    kelas: list[StatusClass] = said("Kelas", "Classes, lowest first.")
    komponen: list[Component] = said("Komponen", "Components.")
    dimensi: list[Branch] = said("Dimensi", "Dimensions.")
    variabel: list[Branch] = said("Variabel", "Variables.")
    indikator: list[Indicator] = said("Indikator", "Indicators with their rules.")
    catatan: list[Note] = said("Catatan", "Where the legal text contradicts itself, and how it is read.")


class MethodPage(Page):
    data: list[MethodHead] = said("Isi", "Methods, newest first.")


class OneMethod(One):
    data: MethodDetail = said("Isi", "The method.")
