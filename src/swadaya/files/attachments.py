"""Photos and PDF, judged by content, never by name.

A photo is drawn anew, so that nothing hidden in it (place, other formats) is kept. A PDF is kept as it is, and only if
it does nothing but show pages. Refusals are one sentence each (``Invalid``). Limits are design decisions.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from swadaya.core.refusal import Invalid

from .streams import refused

LARGEST_EVIDENCE = 10 << 20
LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000
MOST_PAGES = 40
MOST_OBJECTS = 20_000
_IMAGES = {"JPEG", "PNG", "WEBP"}
_MARKUP = re.compile(rb"<(?:html|!doctype|script|svg|iframe|body)[\s>/]", re.IGNORECASE)
_ACTIVE = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/Launch",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/RichMedia",
        "/XFA",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/Movie",
        "/Sound",
    }
)
_KINDS = "foto JPEG, PNG, atau WebP, atau PDF"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file fit to keep. ``sha256`` is of the content kept, not of the one sent."""

    content: bytes
    media_type: str
    sha256: str
    name: str


def evidence_paper(content: bytes, *, name: str) -> Paper:
    """Evidence as it may be kept.

    Raises:
        Invalid: ``berkas.kosong``, ``.svg``, ``.jenis``, ``.ganda`` (also another format), ``.gambar-rusak``,
            ``.gambar-terlalu-besar``, ``.pdf-rusak``, ``.pdf-terkunci``, ``.pdf-aktif``, ``.pdf-halaman``.
    """
    if not content:
        raise refused("kosong", name, "berkas kosong", _KINDS)
    if content.startswith(b"%PDF-"):
        _check_pdf(content, name)
        return _paper(content, "application/pdf", name, "pdf")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml")) or b"<svg" in head:
        hint = "Gambar SVG dapat memuat program. Simpan sebagai JPEG atau PNG."
        raise refused("svg", name, "gambar SVG", _KINDS, hint)
    return photo_paper(content, name=name)


def photo_paper(content: bytes, *, name: str) -> Paper:
    """A photo as it may be kept.

    Raises:
        Invalid: ``berkas.jenis``, ``.ganda``, ``.gambar-rusak``, ``.gambar-terlalu-besar``.
    """
    return _paper(_redrawn(content, name), "image/jpeg", name, "jpg")


def _redrawn(content: bytes, name: str) -> bytes:
    """The picture drawn anew as JPEG: upright, at most 1600 px, without anything but its pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=sorted(_IMAGES))
    except UnidentifiedImageError as error:
        raise refused("jenis", name, "jenis berkas lain", _KINDS) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name, "terlalu banyak titik") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise refused("gambar-rusak", name, "gambar rusak atau terpotong", "gambar yang utuh") from error
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_many_pixels(name, f"{picture.width} × {picture.height} titik")
        if _MARKUP.search(content) or b"%PDF-" in content or zipfile.is_zipfile(io.BytesIO(content)):
            hint = "Ambil ulang fotonya, atau simpan dari galeri sebagai JPEG baru."
            raise refused("ganda", name, "gambar yang sekaligus berkas jenis lain", _KINDS, hint)
        try:
            picture.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = _on_white(upright)
        except (OSError, ValueError, SyntaxError) as error:
            raise refused("gambar-rusak", name, "gambar rusak atau terpotong", "gambar yang utuh") from error
    drawn = io.BytesIO()
    flat.save(drawn, "JPEG", quality=82, optimize=True)
    return drawn.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG does not have, and without metadata, which new images do not have."""
    flat = Image.new("RGB", picture.size, "white")
    seen = picture.convert("RGBA")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


def _check_pdf(content: bytes, name: str) -> None:
    tail = content[content.rfind(b"%%EOF") + 5 :] if b"%%EOF" in content else content
    if tail.strip(b"\r\n \t\0") or _MARKUP.search(content[:2048]) or zipfile.is_zipfile(io.BytesIO(content)):
        hint = "Simpan ulang sebagai PDF dari aplikasinya, atau kirim sebagai foto."
        raise refused("ganda", name, "PDF dengan isi lain di awal atau akhirnya", _KINDS, hint)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise refused("pdf-terkunci", name, "PDF berkata sandi", "PDF tanpa kata sandi")
        pages = len(reader.pages)
        active = sorted(_active_names(reader))
    except Invalid:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise refused("pdf-rusak", name, "PDF rusak", "PDF yang dapat dibuka") from error
    if not 1 <= pages <= MOST_PAGES:
        raise refused("pdf-halaman", name, f"{pages} halaman", f"1 sampai {MOST_PAGES} halaman")
    if active:
        hint = "Cetak ulang ke PDF biasa, atau kirim sebagai foto."
        raise refused("pdf-aktif", name, f"PDF dengan {', '.join(active)}", "PDF yang hanya berisi halaman", hint)


def _active_names(reader: PdfReader) -> set[str]:
    """Names in any object that make a PDF act, carry files, or send something."""
    numbers = [(number, generation) for generation, held in reader.xref.items() for number in held]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > MOST_OBJECTS:
        raise ValueError(f"{len(numbers)} objects")
    found: set[str] = set()
    todo: list[Any] = [
        reader.trailer,
        *(IndirectObject(number, generation, reader).get_object() for number, generation in numbers),
    ]
    while todo:
        item = todo.pop()
        if isinstance(item, (DictionaryObject, StreamObject)):
            found |= _ACTIVE.intersection(map(str, item.keys()))
            todo.extend(item.values())
        elif isinstance(item, ArrayObject):
            todo.extend(item)
        elif isinstance(item, NameObject) and item in _ACTIVE:
            found.add(str(item))
    return found


def _paper(content: bytes, media_type: str, name: str, ending: str) -> Paper:
    return Paper(content, media_type, hashlib.sha256(content).hexdigest(), plain_name(name, ending))


def plain_name(name: str, ending: str) -> str:
    """A name that is only a name, with the ending of what the file is.

    >>> plain_name("../../rumah <b>.php", "jpg")
    'rumah b.jpg'
    """
    last = re.split(r"[\\/]", name)[-1].rpartition(".")
    stem = re.sub(r"[^\w .()-]+", "", last[0] or last[2]).strip(" .")[:80]
    return f"{stem or 'bukti'}.{ending}"


def _too_many_pixels(name: str, got: str) -> Invalid:
    return refused("gambar-terlalu-besar", name, got, f"paling banyak {MOST_PIXELS // 10**6} juta titik")
