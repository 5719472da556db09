"""What may be uploaded, judged by content."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from swadaya.core.refusal import Invalid
from swadaya.files import attachments, streams, workbook_safety

HTML = b"<html><script>alert(1)</script></html>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    place = io.BytesIO()
    Image.new("RGB", size, "teal").save(place, kind, **options)
    return place.getvalue()


def pdf(pages: int = 1, **options: object) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if options.get("script"):
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        writer._root_object[NameObject("/OpenAction")] = action
    if options.get("attached"):
        writer.add_attachment("x.exe", b"MZ")
    if options.get("launch"):
        action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("a")})
        writer._root_object[NameObject("/OpenAction")] = action
    if options.get("locked"):
        writer.encrypt("rahasia")
    place = io.BytesIO()
    writer.write(place)
    return place.getvalue()


def archive(**entries: bytes) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        for name, content in entries.items():
            packed.writestr(name, content)
    return place.getvalue()


def refused(content: bytes, name: str = "bukti") -> str:
    with pytest.raises(Invalid) as refusal:
        attachments.evidence_paper(content, name=name)
    assert str(refusal.value.problem).endswith(".")
    return refusal.value.problem.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_a_jpeg(kind: str) -> None:
    paper = attachments.evidence_paper(picture(kind), name="rumah.png")
    assert paper.media_type == "image/jpeg"
    assert paper.name == "rumah.jpg"
    assert Image.open(io.BytesIO(paper.content)).format == "JPEG"


def test_the_place_where_a_photo_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telepon"
    exif.get_ifd(0x8825)[2] = (7.0, 23.0, 1.5)
    sent = picture(exif=exif)
    assert dict(Image.open(io.BytesIO(sent)).getexif())
    kept = Image.open(io.BytesIO(attachments.evidence_paper(sent, name="a.jpg").content))
    assert not dict(kept.getexif())
    assert "exif" not in kept.info


def test_a_large_photo_becomes_1600_pixels_and_stays_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    kept = Image.open(
        io.BytesIO(attachments.evidence_paper(picture(size=(4000, 3000), exif=exif), name="a.jpg").content)
    )
    assert kept.size == (1200, 1600)


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    content = pdf(3)
    paper = attachments.evidence_paper(content, name="surat.pdf")
    assert (paper.content, paper.media_type) == (content, "application/pdf")
    assert len(PdfReader(io.BytesIO(paper.content)).pages) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "berkas.svg"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "berkas.svg"),
        (picture() + HTML, "berkas.ganda"),
        (picture(comment=HTML), "berkas.ganda"),
        (picture("PNG") + archive(), "berkas.ganda"),
        (pdf() + archive(), "berkas.ganda"),
        (pdf() + HTML, "berkas.ganda"),
        (b"%PDF-1.7\n" + HTML + pdf(), "berkas.ganda"),
        (b"x" + pdf(), "berkas.jenis"),
        (HTML, "berkas.jenis"),
        (b"MZ\x90\x00" * 100, "berkas.jenis"),
        (archive(), "berkas.jenis"),
        (b"GIF89a" + bytes(50), "berkas.jenis"),
        (b"", "berkas.kosong"),
        (picture()[:300], "berkas.gambar-rusak"),
        (pdf(script=True), "berkas.pdf-aktif"),
        (pdf(attached=True), "berkas.pdf-aktif"),
        (pdf(launch=True), "berkas.pdf-aktif"),
        (pdf(locked=True), "berkas.pdf-terkunci"),
        (pdf(attachments.MOST_PAGES + 1), "berkas.pdf-halaman"),
        (b"%PDF-1.7\nbukan pdf\n%%EOF", "berkas.pdf-rusak"),
    ],
)
def test_what_is_neither_photo_nor_plain_pdf_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_name_does_not_make_a_photo() -> None:
    assert refused(HTML, "foto.jpg") == "berkas.jenis"


def test_a_picture_that_unpacks_to_billions_of_pixels_is_refused_unopened() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    assert refused(bomb) == "berkas.gambar-terlalu-besar"


def test_an_upload_of_200_megabytes_is_refused_after_the_first_ten() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            assert self.given < 12 << 20, "read on although it was too much"
            return bytes(size)

    with pytest.raises(Invalid) as refusal:
        streams.read_limited(Endless(), name="film.jpg", limit=attachments.LARGEST_EVIDENCE)
    assert refusal.value.problem.code == "berkas.terlalu-besar"
    assert "10 MB" in str(refusal.value)


def test_a_workbook_passes() -> None:
    workbook_safety.check_workbook(archive(**{"xl/workbook.xml": b"<workbook/>" * 2000}), name="isian.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Invalid) as refusal:
        workbook_safety.check_workbook(archive(**{"xl/sheet.xml": bytes(40 << 20)}), name="isian.xlsx")
    assert refusal.value.problem.code == "berkas.xlsx-bom"
    with pytest.raises(Invalid):
        workbook_safety.check_workbook(archive(**{f"xl/{n}.xml": b"x" for n in range(2000)}), name="isian.xlsx")


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = archive(**{"xl/sheet.xml": bytes(8 << 20)})
    lying = honest.replace(struct.pack("<I", 8 << 20), struct.pack("<I", 100))
    assert lying != honest
    with pytest.raises(Invalid) as refusal:
        workbook_safety.check_workbook(lying, name="isian.xlsx")
    assert refusal.value.problem.code == "berkas.xlsx-bom"


@pytest.mark.parametrize(
    "content", [b"kode_desa;tahun\n", b"PK\x03\x04rusak", archive()[:60]], ids=["text", "broken", "cut short"]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        workbook_safety.check_workbook(content, name="isian.xlsx")
    assert refusal.value.problem.code == "berkas.xlsx-rusak"


@pytest.mark.parametrize("place", ['<c r="ALL1048576"', '<row r="1048576"><c/><c/><c t="n"', '<c r="XFD200"'])
def test_a_sheet_with_a_cell_far_outside_its_table_is_refused(place: str) -> None:
    sheet = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{place}><v>1</v></c></sheetData>'
    if "XFD200" in place:
        sheet += " " * (1 << 20) + '<c r="A9999">'  # the row stands in another block than the column
    with pytest.raises(Invalid) as refusal:
        workbook_safety.check_workbook(archive(**{"xl/worksheets/sheet1.xml": sheet.encode()}), name="isian.xlsx")
    assert refusal.value.problem.code == "berkas.xlsx-renggang"
    assert "Hapus baris dan kolom kosong" in str(refusal.value)
