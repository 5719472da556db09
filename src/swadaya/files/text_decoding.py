"""Bytes of a text file to text: which coding it has is told by its mark, by its bytes, or guessed and said."""

from __future__ import annotations

import codecs
import re

from swadaya.core.problem import Problem, Where

from .streams import refused

_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7fÿþðýÐÞÝ]")
"""In a text that is taken for Windows-1252: of no Indonesian name, but of halves of UTF-16 and of binary files."""
_HINT = "Simpan sebagai CSV UTF-8 atau XLSX."


def decoded(content: bytes, *, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The text, and a note when its coding was guessed.

    UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 where that gives words.

    Raises:
        Invalid: ``berkas.sandi``.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16", name), ()
    try:
        return _strictly(content, "utf-8-sig", name), ()
    except UnicodeDecodeError:
        text = _windows(content, name)
    got = "bukan UTF-8, dibaca sebagai Windows-1252"
    hint = "Periksa huruf beraksen di dalamnya."
    return text, (Problem("berkas.sandi-ditebak", Where(file=name), got, "", hint, "catatan"),)


def _strictly(content: bytes, coding: str, name: str) -> str:
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        if coding != "utf-16":
            raise
        text = "\x00"
    if "\x00" in text:
        raise refused("sandi", name, "bukan teks", "CSV berkode UTF-8, atau XLSX", _HINT)
    return text


def _windows(content: bytes, name: str) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x00"
    if _NO_LETTERS.search(text):
        raise refused("sandi", name, "bukan teks UTF-8", "CSV berkode UTF-8, atau XLSX", _HINT)
    return text
