"""Rupiah as people and programs write them: the one reader and the one writer.

The grammar is the same on the screen, in its script, in files, in the API and in commands; only the limit differs from
use to use. What could mean two amounts is refused, never guessed: ``150,000`` is a hundred and fifty thousand to one
and a hundred and fifty to another.

Whole Rupiah, a point before every three digits or none at all, ``Rp`` in front if one likes, ``,00`` or ``,-`` behind;
nothing, ``-`` and ``–`` say that there is no amount. Digits are ASCII; no noughts stand in front (``0150.000`` is a
slip). Blanks stand around the amount and after ``Rp``, also the no-break and the thin ones that a copied cell brings,
but never between digits. Below zero, where a use goes there: ``-1.500``, ``−1.500``, ``(1.500)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .figures import grouped
from .numbers import GROUPED
from .problem import NOWHERE, Problem, Where

Rupiah = int
"""Whole Rupiah. Sen are not in use."""


@dataclass(frozen=True, slots=True)
class Use:
    """What an amount is for: how little and how much it may be."""

    name: str
    least: Rupiah
    most: Rupiah


POSTING = Use("jurnal", 0, 10**15)
"""A line of a journal or of an opening balance, on its own side. More Rupiah than any group or managing unit has, far
below what 64 bits hold even when a million are added, and exact in a cell of numbers and in a browser."""
CASH_COUNT = Use("hitungan-kas", 0, 10**15)
"""The cash of a book, counted."""
MEETING = Use("rapat", 0, 10**12)
"""A line of a group's meeting. None comes near; beyond it a slip of the finger is likelier."""
AGREED = Use("aturan-main", 0, 10**12)
"""A saving or a fine that a group agreed."""
BUDGET = Use("anggaran", 0, 10**15)
"""What an activity of a work plan may cost."""
USES = {use.name: use for use in (POSTING, CASH_COUNT, MEETING, AGREED, BUDGET)}

BLANK = r"[ \t\r\n\u00a0\u2009\u202f]*"
AMOUNT = rf"{BLANK}(?:[Rr][Pp]\.?{BLANK})?({GROUPED})(?:,(?:00|[-\u2013]))?{BLANK}"
"""The grammar, in signs that Python and the script of the pages (``web/static/web/money.js``) read alike."""
NOTHING = rf"{BLANK}[-\u2013]?{BLANK}"

_AMOUNT = re.compile(AMOUNT)
_NOTHING = re.compile(NOTHING)
_NEGATIVE = re.compile(rf"{BLANK}(?:[-\u2212](.+)|\(([^()]+)\)){BLANK}", re.DOTALL)
_FRACTION = re.compile(rf"{BLANK}(?:[Rr][Pp]\.?{BLANK})?([0-9][0-9.]*,[0-9.,]*[0-9]|[0-9]+\.[0-9]{{1,2}}){BLANK}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_DIGIT = re.compile(r"[0-9]")
LONGEST = 80  # signs of an amount, blanks included; longer is no amount
_MOST_DIGITS = 19
_KEPT = 40  # signs of what was written that a problem repeats
_WANTED = "rupiah bulat seperti 1.500.000"


def read(written: object, *, use: Use, where: Where = NOWHERE) -> tuple[Rupiah | None, Problem | None]:
    """An amount as typed, or as a whole number of JSON.

    Args:
        written: text or a whole number; one with a point (``1500.0``, ``1e6``) is refused, :func:`cell` reads it.
        use: the limits.
        where: the place that a problem names.

    Returns:
        (amount, None); (None, None) when nothing is written; (None, problem): ``uang.bentuk`` (no amount),
        ``uang.desimal`` (a fraction, or a comma that could be one), ``uang.negatif``, ``uang.terlalu-besar``,
        ``uang.terlalu-kecil``.

    >>> read("Rp 1.500.000,-", use=MEETING), read(" – ", use=MEETING)
    ((1500000, None), (None, None))
    >>> print(read("150,000", use=MEETING, where=Where(row=2, column="debit"))[1])
    baris 2, kolom debit: "150,000"; seharusnya rupiah bulat seperti 1.500.000. Tulis 150.000 bila koma itu memisahkan \
ribuan, 150 bila yang di belakangnya sen.
    """
    if written is None:
        return None, None
    if isinstance(written, str):
        return _text(written, use, where)
    if isinstance(written, int) and not isinstance(written, bool):
        return _within(written, str(written) if abs(written) < 10**_KEPT else "", use, where)
    if isinstance(written, float | Decimal):
        hint = "Kirim bilangan bulat, tanpa titik dan tanpa e."
        return None, Problem("uang.desimal", where, str(written)[:_KEPT], _WANTED, hint)
    return None, Problem("uang.bentuk", where, str(written)[:_KEPT], _WANTED)


def cell(value: object, *, use: Use, where: Where = NOWHERE) -> tuple[Rupiah | None, Problem | None]:
    """An amount out of a table: as :func:`read`, and a whole number of a cell of numbers, which a workbook keeps with a
    point.

    >>> cell(1500.0, use=POSTING), cell("1.500", use=POSTING)
    ((1500, None), (1500, None))
    >>> cell(1500.5, use=POSTING)[1].code, cell(float("nan"), use=POSTING)[1].code, cell(1e300, use=POSTING)[1].code
    ('uang.desimal', 'uang.bentuk', 'uang.terlalu-besar')
    """
    if not isinstance(value, float | Decimal):
        return read(value, use=use, where=where)
    number = Decimal(value)
    if not number.is_finite():
        return None, Problem("uang.bentuk", where, str(value), _WANTED)
    if abs(number) >= 10**_MOST_DIGITS:
        return _within(10**_MOST_DIGITS if number > 0 else -(10**_MOST_DIGITS), str(value)[:_KEPT], use, where)
    if number != int(number):
        hint = "Sel itu memuat pecahan rupiah; bulatkan dahulu."
        return None, Problem("uang.desimal", where, str(value)[:_KEPT].replace(".", ","), _WANTED, hint)
    return read(int(number), use=use, where=where)


def write(amount: Rupiah) -> str:
    """
    >>> write(1500000), write(-2000)
    ('1.500.000', '−2.000')
    """
    return f"−{grouped(-amount)}" if amount < 0 else grouped(amount)


def write_rp(amount: Rupiah) -> str:
    """
    >>> write_rp(1500000), write_rp(-2000)
    ('Rp1.500.000', '−Rp2.000')
    """
    return f"−Rp{grouped(-amount)}" if amount < 0 else f"Rp{grouped(amount)}"


def _text(text: str, use: Use, where: Where) -> tuple[Rupiah | None, Problem | None]:
    got = text.strip()[:_KEPT]
    if _NOTHING.fullmatch(text):
        return None, None
    if len(text) > LONGEST:
        return None, Problem("uang.bentuk", where, f"{got}…", _WANTED)
    below = _NEGATIVE.fullmatch(text)
    found = _AMOUNT.fullmatch((below[1] or below[2]) if below else text)
    if found is None:
        return None, _strange(text, got, where)
    digits = found[1].replace(".", "")
    amount = int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS
    return _within(-amount if below else amount, got, use, where)


def _within(amount: Rupiah, got: str, use: Use, where: Where) -> tuple[Rupiah | None, Problem | None]:
    if amount > use.most:
        return None, Problem("uang.terlalu-besar", where, got, f"paling banyak {write(use.most)}")
    if amount < 0 <= use.least:
        return None, Problem("uang.negatif", where, got, "rupiah bulat, tidak kurang dari 0")
    if amount < use.least:
        return None, Problem("uang.terlalu-kecil", where, got, f"paling sedikit {write(use.least)}")
    return amount, None


def _strange(text: str, got: str, where: Where) -> Problem:
    """No amount of the grammar: what it looks like, and how the two things it may mean are written."""
    fraction = _FRACTION.fullmatch(text)
    if fraction is None:
        hint = "Titik hanya berdiri di depan tiap tiga angka, tanpa nol di depan." if _DIGIT.search(text) else ""
        return Problem("uang.bentuk", where, got, _WANTED, hint)
    hint = "Titik hanya memisahkan ribuan; sen tidak dicatat."
    if _THOUSANDS.fullmatch(fraction[1]):
        head = fraction[1].partition(",")[0]
        many = write(int(fraction[1].replace(",", "")[:_MOST_DIGITS]))
        hint = f"Tulis {many} bila koma itu memisahkan ribuan, {head} bila yang di belakangnya sen."
    return Problem("uang.desimal", where, got, _WANTED, hint)
