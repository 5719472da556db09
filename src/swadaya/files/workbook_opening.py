"""What must be known before the reader of workbooks may have a file, and what its faults are called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .streams import refused

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHERS = (OLD_OFFICE, b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x7fELF", b"SQLite")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def refuse_other_kinds(content: bytes, *, name: str) -> None:
    """Refuse what is neither text nor a workbook of today; a workbook with a password is one of the old kind.

    Raises:
        Invalid: ``berkas.terkunci``, ``berkas.jenis``.
    """
    refuse_locked(content, name=name)
    if content.startswith(_OTHERS):
        got = (
            "buku kerja lama (.xls) atau dokumen"
            if content.startswith(OLD_OFFICE)
            else "bukan teks UTF-8 dan bukan buku kerja"
        )
        raise refused("jenis", name, got, "CSV atau XLSX", "Simpan dahulu sebagai XLSX atau CSV.")


def refuse_locked(content: bytes, *, name: str) -> None:
    """Refuse a workbook with a password. Raises Invalid ``berkas.terkunci``."""
    if content.startswith(OLD_OFFICE) and _LOCKED in content:
        hint = "Buka dengan kata sandinya, hapus kata sandi itu, lalu simpan lagi."
        raise refused("terkunci", name, "buku kerja yang dilindungi kata sandi", "berkas tanpa kata sandi", hint)


@contextmanager
def faults_of_the_reader(name: str) -> Iterator[None]:
    """The reader is a Rust extension: a broken archive is one of several exceptions, or a panic, which is none.

    Raises:
        Invalid: ``berkas.xlsx-rusak``.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        hint = "Buka lalu simpan ulang berkasnya."
        raise refused("xlsx-rusak", name, "buku kerja yang rusak", "buku kerja XLSX yang utuh", hint) from error
