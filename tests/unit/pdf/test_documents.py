"""What stands on each document, and how many pages it takes."""

from __future__ import annotations

import re
from dataclasses import replace

import documents
import pytest

from swadaya.pdf import AnnexRow, pdf_of
from swadaya.pdf.decree import MOST_TAGGED


def test_the_profile_is_one_page_with_status_reason_steps_and_where_to_check_it() -> None:
    (page,) = documents.pages(pdf_of(documents.profile()))
    for wanted in ("Desa Sigeblog", "33.04.09.2011", "0,7743", "Maju", "144 / 175", "5 dari 17", "+0,0444"):
        assert wanted in page
    assert "kode periksa 3F9A-77C1" in page
    assert "halaman 1 dari 1" in page


@pytest.mark.parametrize("action", ["membangun pasar", "membangun pasar desa yang permanen dan layak " * 8])
def test_the_profile_stays_one_page_by_printing_fewer_steps(action: str) -> None:
    (page,) = documents.pages(pdf_of(documents.profile(action=action)))
    printed = re.findall(r"Indikator \d", page)
    assert (len(printed) == 6) == (len(action) < 50)
    assert printed


def test_a_village_without_an_index_has_a_profile_without_figures() -> None:
    bare = replace(
        documents.profile(), index="", status=None, ruler=None, components=(), ranks=(), trend=(), actions=(), total=""
    )
    (page,) = documents.pages(pdf_of(bare))
    assert "Desa Sigeblog" in page and "0,7743" not in page


@pytest.mark.parametrize("villages", [False, True])
@pytest.mark.parametrize("parts", [1, 18, 32, 300])
def test_the_brief_is_two_pages_however_many_parts_there_are(parts: int, villages: bool) -> None:
    first, second = documents.pages(pdf_of(documents.brief(parts=parts, villages=villages)))
    assert "Desa menurut status" in first and "Yang mungkin dicapai" in first
    assert "Bagian ke-1" in second and f"Bagian ke-{parts}" in second
    most = 32 if villages else 18
    assert len(re.findall(r"Bagian ke-", second)) == min(parts, most)
    if parts > most:
        assert f"{parts - most} kecamatan di antaranya tidak dicetak" in second


def test_the_annex_repeats_its_head_counts_each_kabupaten_and_numbers_its_pages() -> None:
    annex = documents.annex(villages=120, kabkota=2)
    pages = documents.pages(pdf_of(annex))
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        assert f"halaman {number} dari {len(pages)}" in page
        assert ("Kode Desa Kecamatan IKS IKE IKL IDM Status" in page) == ("33.0" in page)
    whole = " ".join(pages)
    counts = "Mandiri 0, Maju 119, Berkembang 0, Tertinggal 0, Sangat Tertinggal 0, Tanpa status 1"
    assert f"Jumlah Kabupaten ke-1: 120 desa; {counts}; rata-rata IDM 0,7412." in whole
    assert "Memuat 240 desa: Mandiri 0, Maju 238" in whole
    for part in annex.parts:
        for row in part.rows:
            assert whole.count(".".join((row.code[:2], row.code[2:4], row.code[4:6], row.code[6:]))) == 1
    assert "Ditetapkan di Jakarta pada tanggal 15 Juli 2021" in whole and "Nama Satu" in whole


def test_a_status_that_was_not_declared_is_refused() -> None:
    annex = documents.annex()
    odd = replace(annex.parts[0], rows=(AnnexRow("3301012001", "A", "B", ("", "", ""), "", "Sembada"),))
    with pytest.raises(ValueError, match="Sembada"):
        replace(annex, parts=(odd,)).as_data()


def test_the_annex_of_the_nation_is_split_by_provinsi_without_losing_a_row() -> None:
    first = documents.annex()
    other = tuple(replace(part, code=f"11{part.code[2:]}", provinsi="Aceh") for part in first.parts)
    split = replace(first, parts=(*other, *first.parts)).by_provinsi({"11": "0,6000"})
    assert [(one.coverage, one.mean) for one in split] == [("Provinsi Aceh", "0,6000"), ("Provinsi Jawa Tengah", "")]
    assert sum(len(one.rows) for one in split) == 2 * len(first.rows)
    assert "Provinsi Aceh" in documents.text(pdf_of(split[0]))


def test_a_large_annex_leaves_the_tags_out_and_keeps_every_row() -> None:
    annex = documents.annex(villages=MOST_TAGGED // 2 + 50, kabkota=2)
    assert annex.as_data()["tagged"] is False
    assert documents.text(pdf_of(annex)).count(" Bakongan ") == len(annex.rows)


@pytest.mark.parametrize(
    ("level", "heading"),
    [
        ("desa", "Berita acara verifikasi tingkat desa"),
        ("kecamatan", "Berita acara verifikasi tingkat kecamatan"),
        ("kabupaten", "Berita acara verifikasi tingkat kabupaten/kota"),
        ("provinsi", "Berita acara verifikasi tingkat provinsi"),
        ("rekap", "Rekapitulasi berita acara verifikasi"),
    ],
)
def test_the_minutes_say_who_when_where_and_what_was_sent_back(level: str, heading: str) -> None:
    text = documents.text(pdf_of(documents.minutes(level=level)))
    for wanted in (
        heading,
        "Senin, tanggal 3 Juni 2024, pukul 09.00 WIB, bertempat di Kantor Kecamatan Banjarmangu",
        "1.017",
        "diverifikasi kecamatan 0 1.014",
        "Jarak tidak sesuai bukti. 4 Juni 2024",
        "Camat Banjarmangu",
        "NIP 19700101 199001 1 001",
        "Berkas bukti terlampir.",
    ):
        assert wanted in text
    assert ("Rekapitulasi Kode Wilayah" in text) == (level == "rekap")
