"""Documents with names that try everything, and what a reader finds in their pages."""

from __future__ import annotations

import io
from datetime import date

from pypdf import PdfReader

from swadaya.pdf import (
    ActionLine,
    AnnexPart,
    AnnexRow,
    BeritaAcara,
    ChangeLine,
    Check,
    ComponentLine,
    LampiranKeputusan,
    LowLine,
    Mark,
    MinutesPart,
    MinutesVillage,
    PartLine,
    ProfilDesa,
    Returned,
    RingkasanWilayah,
    Ruler,
    Signatory,
    StateCount,
    StatusCount,
    WeakLine,
    YearLine,
)

HOSTILE = "#panic() *tebal* _miring_ $x^2$ @acuan <label> \\n [isi] `kode` // = Judul"
"""Every sign that means something in the language of the templates."""
STATUSES = ("Mandiri", "Maju", "Berkembang", "Tertinggal", "Sangat Tertinggal")
CHECK = Check("3F9A-77C1", "https://contoh.desa.id/indeks/2024/3304092011/")
COMPONENTS = (
    ComponentLine("Ketahanan sosial", "IKS", "144", "175", "0,8229", 823),
    ComponentLine("Ketahanan ekonomi", "IKE", "38", "60", "0,6333", 633),
    ComponentLine("Ketahanan lingkungan", "IKL", "13", "15", "0,8667", 867),
)
RULER = Ruler(
    "0,7743",
    7743,
    ((1, 0, 4907), (2, 4907, 5989), (3, 5989, 7072), (4, 7072, 8155), (5, 8155, 10000)),
    (("0,4907", 4907), ("0,5989", 5989), ("0,7072", 7072), ("0,8155", 8155)),
)
TREND = tuple(YearLine(year, "0,7743", 774, Mark("Maju", 4), example=True) for year in range(2015, 2025))
COUNTS = tuple(StatusCount(label, 10, 5 - place, "20,00") for place, label in enumerate(STATUSES))


def profile(*, name: str = "Desa Sigeblog", action: str = "membangun pasar", actions: int = 6) -> ProfilDesa:
    return ProfilDesa(
        name=name,
        code="3304092011",
        within="Kecamatan Banjarmangu, Kabupaten Banjarnegara, Provinsi Jawa Tengah",
        year=2024,
        index_name="Indeks Desa Membangun",
        short="IDM",
        lead=f"{name} berstatus Maju.",
        made_on=date(2024, 7, 10),
        index="0,7743",
        status=Mark("Maju", 4),
        ruler=RULER,
        total="4.878 dari 6.300",
        components=COMPONENTS,
        ranks=(("Kecamatan", "5", "17"), ("Nasional", "20.811", "75.261")),
        trend=TREND,
        actions=tuple(
            ActionLine(f"Indikator {number}", "IKL", "3 / 5", action, "Kab: BPBD", "+0,0444")
            for number in range(actions)
        ),
        actions_note="Indikator terlemah lebih dahulu.",
        sources=("Masukan: berkas nasional, diambil 1 Agustus 2024.",),
        check=CHECK,
    )


def brief(*, name: str = "Kabupaten Banjarnegara", parts: int = 40, villages: bool = False) -> RingkasanWilayah:
    return RingkasanWilayah(
        name=name,
        code="3304",
        within="Provinsi Jawa Tengah",
        year=2024,
        index_name="Indeks Desa Membangun",
        short="IDM",
        lead=f"Dari 266 desa di {name}, 30 sudah Mandiri.",
        made_on=date(2024, 7, 10),
        mean="0,7412",
        status=Mark("Maju", 4),
        ruler=RULER,
        villages=266,
        with_index=265,
        statuses=COUNTS,
        components=COMPONENTS,
        trend=TREND,
        change_years=("2023", "2024"),
        change=(
            ChangeLine("Rata-rata IDM", "0,7200", "0,7412", "+0,0212"),
            *(ChangeLine(label, "20", "10", "−10", 5 - place) for place, label in enumerate(STATUSES)),
        ),
        change_note="Kedua tahun dihitung dengan metode yang sama.",
        parts_heading="Kecamatan",
        part_noun="kecamatan",
        lagging_head="T dan ST",
        parts=tuple(
            PartLine(place, f"Bagian ke-{place}", "0,7000", Mark("Maju", 4), 20, 3, () if villages else COUNTS)
            for place in range(1, parts + 1)
        ),
        weak=tuple(WeakLine(f"Indikator {place}", "IKS", "200 dari 266", "12,3 %") for place in range(6)),
        weak_note="Bagian dari semua nilai yang belum diraih.",
        lowest=()
        if villages
        else tuple(
            LowLine("3304092011", f"Desa {place}", "Pejawaran", "0,4900", Mark("Sangat Tertinggal", 1))
            for place in range(10)
        ),
        lowest_note="10 terbawah.",
        possible=("45 desa dapat naik satu kelas dengan satu indikator saja.",) * 3,
        sources=("Perhitungan nomor 7.",),
        check=CHECK,
    )


def annex(*, villages: int = 5, kabkota: int = 2, name: str = "Sigeblog", example: bool = False) -> LampiranKeputusan:
    def row(kab: int, number: int) -> AnnexRow:
        code = f"33{kab:02d}01{2001 + number:04d}"
        if number == 0:
            return AnnexRow(code, name, "Bakongan", ("", "", ""), "", "")
        return AnnexRow(code, f"{name} {number}", "Bakongan", ("0,8229", "0,6333", "0,8667"), "0,7743", "Maju")

    parts = tuple(
        AnnexPart(
            f"33{kab:02d}", f"Kabupaten ke-{kab}", "Jawa Tengah", tuple(row(kab, n) for n in range(villages)), "0,7412"
        )
        for kab in range(1, kabkota + 1)
    )
    return LampiranKeputusan(
        title="Keputusan Direktur Jenderal tentang Status Desa",
        number="398.4.1 Tahun 2021",
        decided_on=date(2021, 7, 15),
        subject="Status kemajuan dan kemandirian desa tahun 2021",
        heads=("IKS", "IKE", "IKL"),
        index_head="IDM",
        statuses=STATUSES,
        parts=parts,
        signatories=(Signatory("Direktur Jenderal", "Nama Satu"), Signatory("Sekretaris Jenderal")),
        place="Jakarta",
        mean="0,7000",
        check=CHECK,
        example=example,
    )


def minutes(*, level: str = "kecamatan", name: str = "Paseh", reason: str = "Jarak tidak sesuai bukti.") -> BeritaAcara:
    return BeritaAcara(
        level=level,  # type: ignore[arg-type]
        region="Kecamatan Banjarmangu",
        within="Kabupaten Banjarnegara, Provinsi Jawa Tengah",
        code="330409",
        year=2024,
        held_on=date(2024, 6, 3),
        place="Kantor Kecamatan Banjarmangu",
        time="09.00 WIB",
        number="005/12/2024",
        index_name="Indeks Desa Membangun",
        method="instrumen operasional 2020–2024",
        basis="Permendes PDTT 2/2016",
        village_count=1017,
        states=(StateCount("diajukan", 1017, 3), StateCount("diverifikasi kecamatan", 0, 1014)),
        statuses=COUNTS,
        villages=(MinutesVillage("3304092005", name, "diajukan", "dikembalikan", "0,7743", "Maju"),),
        returned=(Returned("3304092005", name, reason, date(2024, 6, 4)),),
        parts=(MinutesPart("330409", "Banjarmangu", 17, 14, 3, "0,7412"),) if level == "rekap" else (),
        attendees=(Signatory("Pendamping Desa", "Nama Dua", institution="TPP"),),
        signatories=(
            Signatory("Camat Banjarmangu", "Nama Tiga", "19700101 199001 1 001"),
            Signatory("Kepala Seksi"),
            Signatory("Pendamping Desa"),
        ),
        notes=("Berkas bukti terlampir.",),
        check=CHECK,
    )


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))
