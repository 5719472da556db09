"""Workbooks before anything unpacks them: what is none, or unfolds to something absurd, is refused.

Limits are design decisions.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from swadaya.core.problem import Unusable

from .streams import refused

LARGEST_WORKBOOK = 20 << 20
MOST_UNPACKED = 200 << 20
MOST_ENTRIES = 1000
HIGHEST_RATIO = 200
"""Of unpacked to packed bytes, for entries above a megabyte; a real sheet of figures reaches about 20."""


def check_workbook(content: bytes, *, name: str) -> None:
    """Refuse what is no workbook or unpacks to something absurd, before anything unpacks it.

    Raises:
        Unusable: ``berkas.xlsx-rusak``, ``berkas.xlsx-bom``.
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
        size = sum(_unpacked(content, entry, name))
        total += size
        if size != entry.file_size or total > MOST_UNPACKED:
            raise _bomb(name, "ukuran isi tidak seperti yang disebutkannya")
        if size > 1 << 20 and size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise _bomb(name, f"isi {size >> 20} MB dimampatkan menjadi {entry.compress_size >> 10} kB")


def _unpacked(content: bytes, entry: zipfile.ZipInfo, name: str) -> Iterator[int]:
    """Sizes of the blocks an entry truly unpacks to, ended when they pass what it declares; kept nowhere."""
    start = entry.header_offset + 30
    start += int.from_bytes(content[start - 4 : start - 2], "little") + int.from_bytes(
        content[start - 2 : start], "little"
    )
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield len(packed)
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
        yield len(block)


def _bomb(name: str, got: str) -> Unusable:
    return refused("xlsx-bom", name, got, "templat yang diisi", "Pakai templat yang diunduh dari sini.")
