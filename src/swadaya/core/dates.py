"""Days and instants in Indonesian words, the same on pages, on paper and at the head of a workbook."""

from __future__ import annotations

from datetime import date, datetime

from . import clock

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)


def day(value: date) -> str:
    """
    >>> day(date(2016, 2, 18))
    '18 Februari 2016'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """Day and time of an aware instant in western Indonesia.

    >>> from datetime import UTC
    >>> moment(datetime(2016, 2, 18, 3, 32, tzinfo=UTC))
    '18 Februari 2016 pukul 10.32 WIB'
    """
    local = clock.in_wib(value)
    return f"{day(local)} pukul {local:%H.%M} WIB"
