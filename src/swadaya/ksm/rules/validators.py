"""What somebody typed: words out of a list, texts, days that have come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from swadaya.core import clock
from swadaya.core.problem import Problem, Where


def among(value: str, known: Mapping[str, str], key: str) -> list[Problem]:
    """``ksm.pilihan`` when a word is not one of the known."""
    return [] if value in known else [Problem("ksm.pilihan", Where(key=key), value[:40], " / ".join(known))]


def text(value: str, key: str, longest: int, *, empty: bool = False) -> list[Problem]:
    """``ksm.teks`` when a text is empty or too long."""
    length = len(value.strip())
    if (length or empty) and length <= longest and "\0" not in value:
        return []
    return [Problem("ksm.teks", Where(key=key), f"{length} huruf", f"1 sampai {longest} huruf")]


def not_future(day: date, key: str) -> list[Problem]:
    """``ksm.tanggal`` for a day that has not come."""
    today = clock.today()
    return [] if day <= today else [Problem("ksm.tanggal", Where(key=key), day.isoformat(), f"paling lambat {today}")]
