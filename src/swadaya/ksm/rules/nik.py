"""The population number (NIK): whether it is built rightly, and how it is shown. It is never shown whole by a rule.

Source: UU 23/2006 Pasal 84 protects it; the structure (region of six digits, day + 40 for women, month, year, serial)
is that of Permendagri on population numbers as quoted in public code lists.
"""

from __future__ import annotations

import re

from swadaya.core.problem import Problem, Where

_DIGITS = re.compile(r"\d{16}", re.ASCII)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def normalise(written: str) -> str:
    """Without spaces, dots and dashes.

    >>> normalise("3304 0920 1190.0001")
    '3304092011900001'
    """
    return re.sub(r"[\s.\-]", "", written)


def problems(written: str, *, sex: str = "", birth_year: int | None = None) -> list[Problem]:
    """What is wrong with a NIK; the number itself is never repeated in a problem.

    Returns:
        Problems ``nik.bentuk`` (not 16 digits), ``nik.susunan`` (no such day or region), ``nik.berbeda`` (a note:
        another sex or year than was said).
    """
    number = normalise(written)
    where = Where(key="nik")
    if not _DIGITS.fullmatch(number):
        return [Problem("nik.bentuk", where, f"{len(number)} huruf atau angka", "16 angka")]
    day, month, serial = int(number[6:8]), int(number[8:10]), number[12:]
    woman, day = day > 40, day - 40 if day > 40 else day
    if "00" in (number[:2], number[2:4], number[4:6]) or serial == "0000":
        return [Problem("nik.susunan", where, "kode wilayah atau nomor urut nol", "NIK seperti pada KTP")]
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return [Problem("nik.susunan", where, "tanggal lahir yang tidak ada", "NIK seperti pada KTP")]
    found = []
    if sex and (sex == "P") != woman:
        found.append(Problem("nik.berbeda", where, "jenis kelamin lain", "sama dengan isian", severity="catatan"))
    if birth_year is not None and birth_year % 100 != int(number[10:12]):
        found.append(Problem("nik.berbeda", where, "tahun lahir lain", "sama dengan isian", severity="catatan"))
    return found


def masked(number: str) -> str:
    """
    >>> masked("3304092011900001")
    '••••••••••••0001'
    """
    return "•" * 12 + number[-4:]
