"""Columns of text or numbers to exact whole numbers, with a mark on every cell that is not one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from swadaya.core.problem import Problem, Problems, Where

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int32]

ABSENT = np.iinfo(np.int64).min
"""Stands for an empty cell in an array of whole numbers."""

LARGEST = 2**52
"""Whole numbers beyond this are not exact in a spreadsheet, and no quantity of a village comes near."""

_EMPTY_WORDS = ("", "-", "null", "na", "n/a", "nan", "none")
_GROUPED = r"^[+-]?\d{1,3}([.,]\d{3})+$"


def texts(column: pl.Series) -> pl.Series:
    """The column as trimmed text; empty cells and words for nothing are null."""
    if column.dtype == pl.String:
        trimmed = column.str.strip_chars()
    else:
        trimmed = column.cast(pl.Int64, strict=False).cast(pl.String)
        uneven = column.is_not_null() & (column != column.round(0))
        if uneven.any():
            trimmed = pl.select(pl.when(uneven).then(column.cast(pl.String)).otherwise(trimmed)).to_series()
    lowered = trimmed.str.to_lowercase()
    return pl.select(pl.when(lowered.is_in(_EMPTY_WORDS)).then(None).otherwise(trimmed)).to_series().alias(column.name)


def scaled(column: pl.Series, places: int = 0) -> tuple[Longs, Flags]:
    """Whole numbers of 10^-places.

    Returns:
        (values, wrong): ABSENT where the cell is empty or wrong; ``wrong`` where it holds something else than a number
        with at most ``places`` decimals. A decimal comma is read as a point; ``1.000`` is no whole number, because it
        may mean one or a thousand.
    """
    if column.dtype.is_numeric():
        numbers = column.to_numpy().astype(np.float64)
        held, good = _steps(numbers, places)
        empty = np.isnan(numbers)
        return np.where(empty | ~good, ABSENT, held), ~empty & ~good
    most = LARGEST // 10**places
    if not places:  # the common case of a clean column of digits
        quick = column.cast(pl.Int64, strict=False)
        if not quick.null_count() and (quick.abs() <= most).all():
            return quick.to_numpy().astype(np.int64), np.zeros(len(column), np.bool_)
    text = texts(column)
    whole = text.cast(pl.Int64, strict=False)
    whole = pl.select(pl.when(whole.abs() <= most).then(whole)).to_series()
    exact = whole.is_not_null().to_numpy()
    values: Longs = np.where(exact, whole.fill_null(0).to_numpy() * 10**places, ABSENT)
    others = np.flatnonzero(text.is_not_null().to_numpy() & ~exact)
    wrong = np.zeros(len(column), np.bool_)
    if len(others):
        rest = text.gather(others)
        as_float = rest.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        held, good = _steps(as_float.fill_null(np.nan).to_numpy(), places)
        if not places:
            good &= ~rest.str.contains(_GROUPED).to_numpy()
        values[others[good]] = held[good]
        wrong[others[~good]] = True
    return values, wrong


def _steps(numbers: NDArray[np.float64], places: int) -> tuple[Longs, Flags]:
    """Numbers to the nearest 10^-places, and whether each is one of these steps.

    Nine decimals and more are printed to fewer or more digits than that, so they are only rounded.
    """
    factor = 10**places
    plain = np.nan_to_num(numbers, nan=0.0, posinf=0.0, neginf=0.0)
    rounded = np.rint(plain * factor)
    good = np.isfinite(numbers) & (np.abs(rounded) <= LARGEST)
    if places < 9:
        good &= np.abs(rounded - plain * factor) <= 1e-4 * max(1, factor // 10**4)
    return np.where(good, rounded, 0).astype(np.int64), good


def small(column: pl.Series) -> tuple[NDArray[np.int8], Flags]:
    """Scores: int8, -1 for an empty cell, ``wrong`` where the cell is not a whole number 0..127."""
    if column.dtype == pl.String:
        quick = column.cast(pl.Int8, strict=False)
        if not quick.null_count() and not (quick < 0).any():
            return quick.to_numpy(), np.zeros(len(column), np.bool_)
    values, wrong = scaled(column)
    wrong = wrong | ((values != ABSENT) & ((values < 0) | (values > 127)))
    return np.where(wrong | (values == ABSENT), -1, values).astype(np.int8), wrong


def codes(column: pl.Series) -> Longs:
    """Ten-digit region codes as numbers, dots removed; -1 where the cell is no such code."""
    if column.dtype.is_numeric():
        values, _ = scaled(column)
    else:
        plain = column.str.strip_chars()
        shape = plain.str.contains(r"^(\d{10}|\d{2}\.\d{2}\.\d{2}\.\d{4})$").fill_null(False)
        digits = plain.str.replace_all(".", "", literal=True)
        values = (
            pl.select(pl.when(shape).then(digits)).to_series().cast(pl.Int64, strict=False).fill_null(-1).to_numpy()
        )
    found: Longs = np.where((values >= 10**9) & (values < 10**10), values, -1).astype(np.int64)
    return found


def flag(
    problems: Problems,
    code: str,
    column: pl.Series,
    wrong: Flags,
    rows: Rows,
    *,
    file: str,
    expected: str,
    hint: str = "",
) -> None:
    """Report every cell marked ``wrong`` with what it holds."""

    def told(place: int) -> Problem:
        where = Where(file=file, row=int(rows[place]), column=column.name)
        return Problem(code, where, as_written(column[place]), expected, hint)

    report(problems, np.flatnonzero(wrong), told)


def report(problems: Problems, places: NDArray[np.intp], told: Callable[[int], Problem]) -> None:
    """Add one problem a place, all of one code and severity; once no more are kept, the rest is only counted."""
    for done, place in enumerate(places.tolist()):
        problem = told(place)
        problems.add(problem)
        if problems.dropped:
            more = len(places) - done - 1
            problems.counts[problem.code] += more
            problems.severities[problem.severity] += more
            return


def as_written(held: object) -> str:
    """A cell as a person reads it, cut at 80 characters; empty for an empty one."""
    if held is None:
        return ""
    return str(int(held)) if isinstance(held, float) and held.is_integer() else str(held)[:80]


def decimals_in(columns: Iterator[pl.Series] | list[pl.Series]) -> int:
    """How many decimals the longest printed number of these columns has."""
    longest = 0
    for column in columns:
        text = column.cast(pl.String) if column.dtype != pl.String else column
        tails = text.drop_nulls().str.extract(r"[.,](\d+)\s*$").str.len_chars()
        longest = max(longest, int(tails.max() or 0))  # type: ignore[arg-type]
    return longest
