"""Open a user's file, whatever it turns out to be, and say clearly when it cannot be read."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.files.workbook_opening import OLD_OFFICE, refuse_locked

Container = Literal["csv", "xlsx", "json"]
_BLOCK = 1 << 20
_LOOKED_THROUGH = 64 << 20


@dataclass(frozen=True, slots=True)
class FileSource:
    """A readable file. ``size`` is in bytes on disk, for progress; ``packed`` means gzip."""

    path: Path
    container: Container
    packed: bool
    size: int

    @property
    def name(self) -> str:
        return self.path.name

    def sha256(self) -> str:
        digest = hashlib.sha256()
        with self.path.open("rb") as handle:
            while block := handle.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def blocks(self, size: int = 16 << 20) -> Iterator[tuple[bytes, int]]:
        """Decompressed bytes and how far the reading head is in the file on disk. Raises Invalid when cut short."""
        with self.path.open("rb") as raw:
            stream: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=raw) if self.packed else raw
            while True:
                try:
                    block = stream.read(size)
                except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                    raise unusable(
                        "berkas.gz-rusak",
                        self.path,
                        got="gz yang rusak atau terpotong",
                        expected="berkas gz yang utuh",
                        hint="Unduh atau salin ulang berkasnya.",
                    ) from error
                if not block:
                    return
                yield block, raw.tell()

    def read_all(self, limit: int) -> bytes:
        """The whole content. Raises Invalid above ``limit`` bytes."""
        collected = io.BytesIO()
        for block, _ in self.blocks():
            collected.write(block)
            if collected.tell() > limit:
                raise unusable("berkas.terlalu-besar", self.path, expected=f"paling banyak {limit // 2**20} MB")
        return collected.getvalue()


def unusable(
    code: str, path: Path | str, *, got: str = "", expected: str = "", hint: str = "", row: int | None = None
) -> Invalid:
    return Invalid(Problem(code, Where(file=Path(path).name or str(path), row=row), got, expected, hint))


_REASONS = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.ENOENT: "folder atau berkasnya tidak ada",
    errno.ENOTDIR: "folder di jalurnya ternyata berkas",
    errno.EISDIR: "ini folder",
    errno.ENOSPC: "cakram penuh",
    errno.EROFS: "hanya dapat dibaca",
    errno.ENAMETOOLONG: "nama terlalu panjang",
    errno.ELOOP: "tautan yang berputar",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Indonesian; its own words where we have none."""
    number = error.errno
    if number is None and (written := re.search(r"\(os error (\d+)\)", str(error))):  # as Polars says it
        number = int(written[1])
    return _REASONS.get(number or 0, error.strerror or str(error))


def open_file(path: Path) -> FileSource:
    """Look at a file and tell its container by content, not by name.

    Raises:
        Invalid: ``berkas.tidak-ada``, ``berkas.folder``, ``berkas.kosong``, ``berkas.tidak-terbaca``,
            ``berkas.gz-rusak``, ``berkas.jenis`` (an old .xls, a PDF, a picture, a pipe).
    """
    try:
        what = path.stat()
        if stat.S_ISREG(what.st_mode):
            with path.open("rb") as handle:
                head = handle.read(8)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise unusable(
            "berkas.tidak-ada", path, got="tidak ada", expected="berkas yang ada", hint=f"Periksa letaknya: {path}"
        ) from error
    except OSError as error:
        raise unusable("berkas.tidak-terbaca", path, got=reason(error), expected="berkas yang boleh dibaca") from error
    if stat.S_ISDIR(what.st_mode):
        raise unusable(
            "berkas.folder",
            path,
            got="ini folder",
            expected="sebuah berkas, bukan folder",
            hint="Sebutkan berkas di dalam folder itu.",
        )
    if not stat.S_ISREG(what.st_mode):
        raise unusable(
            "berkas.jenis",
            path,
            got="bukan berkas biasa",
            expected="CSV, CSV.gz, XLSX atau JSON",
            hint="Simpan dahulu alirannya ke sebuah berkas: isinya dibaca dua kali.",
        )
    size = what.st_size
    if not head:
        raise unusable("berkas.kosong", path, got="kosong, 0 bita", expected="berkas yang berisi")
    packed = head[:2] == b"\x1f\x8b"
    source = FileSource(path, "csv", packed, size)
    if packed:
        first = next(source.blocks(_BLOCK), None)
        if first is None or not first[0].strip():
            raise unusable("berkas.kosong", path, got="gz tanpa isi", expected="berkas yang berisi")
        head = first[0][:8]
    return FileSource(path, _container(head, path), packed, size)


def _refuse_locked(path: Path) -> None:
    with path.open("rb") as handle:
        refuse_locked(handle.read(_LOOKED_THROUGH), name=path.name)


def _container(head: bytes, path: Path) -> Container:
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(OLD_OFFICE):
        _refuse_locked(path)
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x7fELF", b"SQLite")):
        raise unusable(
            "berkas.jenis",
            path,
            got="jenis berkas lain",
            expected="CSV, CSV.gz, XLSX atau JSON",
            hint="Simpan dahulu sebagai XLSX atau CSV.",
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return "json"
    if b"\x00" in head:
        raise unusable(
            "berkas.jenis",
            path,
            got="teks berkode lain",
            expected="teks CSV berkode UTF-8",
            hint="Simpan sebagai CSV UTF-8 atau XLSX.",
        )
    return "csv"
