"""Workbooks before anything unpacks them: what is none, or unfolds to something absurd, is refused.

Limits are design decisions.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from swadaya.core.refusal import Invalid

from .streams import refused

LARGEST_WORKBOOK = 20 << 20
MOST_UNPACKED = 200 << 20
MOST_ENTRIES = 1000
HIGHEST_RATIO = 200
"""Of unpacked to packed bytes, for entries above a megabyte; a real sheet of figures reaches about 20."""
MOST_SPREAD = 2_000_000
"""Cells between the first and the furthest one: a reader keeps room for each of them, also for those that are empty."""
_PLACE = re.compile(rb'\br="([A-Z]{0,3})([1-9]\d{0,7})"')
_CELL = re.compile(rb"<c[\s/>]")
_WIDEST = 16384
_EMPTY = "Hapus baris dan kolom kosong di luar tabel, lalu simpan lagi."
_OVERLAP = 32  # bytes in which a place may stand across two blocks


def check_workbook(content: bytes, *, name: str) -> None:
    """Refuse what is no workbook or unpacks to something absurd, before anything unpacks it.

    Raises:
        Invalid: ``berkas.xlsx-rusak``, ``berkas.xlsx-bom``, ``berkas.xlsx-renggang``.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise refused("xlsx-rusak", name, "bukan buku kerja", "berkas XLSX")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except Exception as error:  # of a broken archive anything can be raised
        raise refused("xlsx-rusak", name, "berkas rusak atau terpotong", "berkas XLSX yang utuh") from error
    if "[Content_Types].xml" not in {entry.filename for entry in entries}:
        raise refused("xlsx-rusak", name, "arsip lain", "berkas XLSX")
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or declared > MOST_UNPACKED:
        raise _bomb(name, f"{len(entries)} bagian, {declared >> 20} MB setelah dibuka")
    total = 0
    for entry in entries:
        furthest = Furthest()
        size = sum(map(furthest.looked_at, _unpacked(content, entry, name)))
        if furthest.spread > MOST_SPREAD:
            raise refused(
                "xlsx-renggang", name, f"isi sampai {furthest.cell}", "lembar tanpa sel jauh di luar tabel", _EMPTY
            )
        total += size
        if size != entry.file_size or total > MOST_UNPACKED:
            raise _bomb(name, "ukuran isi tidak seperti yang disebutkannya")
        if size > 1 << 20 and size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise _bomb(name, f"isi {size >> 20} MB dimampatkan menjadi {entry.compress_size >> 10} kB")


class Furthest:
    """The highest row and column that the cells and rows of a sheet name, looked for block by block.

    A cell that names no place stands right of the one before it: without counting them row by row, all of them are
    taken for columns. Programs that write sheets name the place of every cell.
    """

    def __init__(self) -> None:
        self.row = self.column = 1
        self._cells = self._placed = 0
        self._end = b""

    def looked_at(self, block: bytes) -> int:
        """Look through a block; returns its size."""
        text = self._end + block
        for letters, number in _PLACE.findall(text):
            self.row = max(self.row, int(number))
            self.column = max(self.column, _column(letters))
            self._placed += bool(letters)
        self._cells += len(_CELL.findall(text))
        self._end = block[-_OVERLAP:]
        return len(block)

    @property
    def spread(self) -> int:
        unplaced = max(0, self._cells - self._placed)
        return self.row * max(self.column, min(unplaced, _WIDEST))

    @property
    def cell(self) -> str:
        return f"baris {self.row}, kolom {self.column}"


def _column(letters: bytes) -> int:
    """
    >>> _column(b"A"), _column(b"AA"), _column(b"")
    (1, 27, 0)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unpacked(content: bytes, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The blocks an entry truly unpacks to, ended when they pass what it declares; kept nowhere."""
    start = entry.header_offset + 30
    start += int.from_bytes(content[start - 4 : start - 2], "little") + int.from_bytes(
        content[start - 2 : start], "little"
    )
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise refused("xlsx-rusak", name, "cara pemampatan yang tidak dikenal", "berkas XLSX")
    worker, total = zlib.decompressobj(-15), 0
    while packed and not worker.eof and total <= entry.file_size:
        try:
            block = worker.decompress(packed, 1 << 20)
        except zlib.error as error:
            raise refused("xlsx-rusak", name, "berkas rusak", "berkas XLSX yang utuh") from error
        packed = worker.unconsumed_tail
        total += len(block)
        yield block


def _bomb(name: str, got: str) -> Invalid:
    return refused("xlsx-bom", name, got, "templat yang diisi", "Pakai templat yang diunduh dari sini.")
