"""One reader a tabular format: own template, raw answers, published tables, many rumusan documents, own results."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from swadaya.core.problem import Problem, Problems, Where
from swadaya.methodology import Method, rubric
from swadaya.methodology.composite import MISSING
from swadaya.methodology.schema import Indicator, Quantity

from .batches import Collector, score_matrix
from .cells import ABSENT, Longs, Rows, as_written, decimals_in, flag, report, scaled, small, texts
from .filesource import FileSource
from .sheet import Published, Sheet, class_levels, read_keys, require
from .tabular import Table

PLACES = 12
"""Printed decimals beyond four (the API prints 14 significant digits) are compared at this many places."""
ANSWER_PLACES = 6


def read_scores(
    source: FileSource,
    table: Table,
    method: Method,
    problems: Problems,
    year: int | None,
) -> Sheet:
    """Own template: ``kode_desa, tahun`` and one column an indicator."""
    require(table.header, method.indicator_codes, source, f"skor metode {method.id}")
    return _with_scores(source, table, method, problems, year, "scores", claims=False)


def read_rumusan_table(
    source: FileSource,
    table: Table,
    method: Method,
    problems: Problems,
    year: int | None,
) -> Sheet:
    """The table of many rumusan documents: all scores beside what the ministry published."""
    require(table.header, (*method.indicator_codes, *_claim_columns(method)), source, f"tabel rumusan {method.id}")
    return _with_scores(source, table, method, problems, year, "rumusan-csv", claims=True)


def _with_scores(
    source: FileSource,
    table: Table,
    method: Method,
    problems: Problems,
    year: int | None,
    name: str,
    *,
    claims: bool,
) -> Sheet:
    collector = Collector(source, name, method, problems)
    for batch in table.batches:
        keys = read_keys(batch.frame, batch.rows, source, year, problems)
        columns = []
        for indicator in method.indicators:
            values, wrong = small(batch.frame[indicator.code])
            if wrong.any():
                _flag_score(problems, indicator, batch.frame[indicator.code], wrong, batch.rows, source)
            _flag_strangers(problems, indicator, values, wrong, batch.rows, keys.codes, source)
            columns.append(values)
        published = _published(batch.frame, method, PLACES, batch.rows, source, problems) if claims else None
        collector.add(keys, batch.rows, scores=score_matrix(columns, batch.frame.height), published=published)
    return collector.sheet()


def _flag_score(
    problems: Problems,
    indicator: Indicator,
    column: pl.Series,
    wrong: NDArray[np.bool_],
    rows: Rows,
    source: FileSource,
) -> None:
    expected = "skor " + " / ".join(map(str, indicator.scores))
    flag(problems, "skor.bukan-angka", column, wrong, rows, file=source.name, expected=expected)


def _flag_strangers(
    problems: Problems,
    indicator: Indicator,
    values: NDArray[np.int8],
    wrong: NDArray[np.bool_],
    rows: Rows,
    codes: Longs,
    source: FileSource,
) -> None:
    """Report scores that this indicator does not have, and empty ones; both leave the village without an index."""
    exists = np.zeros(256, np.bool_)
    exists[list(indicator.scores)] = True
    unfit = ~exists[values.view(np.uint8)]
    if not unfit.any():
        return
    expected = "skor " + " / ".join(map(str, indicator.scores))

    def where(place: int) -> Where:
        return Where(source.name, int(rows[place]), indicator.code, str(codes[place]))

    def empty(place: int) -> Problem:
        hint = "Desa ini tidak mendapat indeks sampai skornya diisi."
        return Problem("skor.kosong", where(place), "", expected, hint, severity="peringatan")

    def strange(place: int) -> Problem:
        return Problem("skor.tidak-ada", where(place), str(values[place]), expected)

    missing = values == MISSING
    report(problems, np.flatnonzero(missing & ~wrong), empty)
    report(problems, np.flatnonzero(unfit & ~missing & ~wrong), strange)


# Published figures -------------------------------------------------------------------------------------------------


def index_column(method: Method) -> str:
    """The column that holds the composite in published tables: ``idm``."""
    return method.short.lower().replace(" ", "_")


def _claim_columns(method: Method) -> tuple[str, ...]:
    return (*(code.lower() for code in method.component_codes), index_column(method), "status")


def read_published(
    source: FileSource,
    table: Table,
    method: Method,
    problems: Problems,
    year: int | None,
) -> Sheet:
    """Published tables: village, components, index and status, without scores."""
    require(table.header, _claim_columns(method), source, f"tabel terbitan {method.id}")
    collector = Collector(source, "published", method, problems)
    for batch in table.batches:
        keys = read_keys(batch.frame, batch.rows, source, year, problems)
        longest = decimals_in([batch.frame[name] for name in _claim_columns(method)[:-1]])
        places = min(max(longest, 4), PLACES)
        published = _published(batch.frame, method, places, batch.rows, source, problems)
        collector.add(keys, batch.rows, published=published)
    return collector.sheet()


def _published(
    frame: pl.DataFrame, method: Method, places: int, rows: Rows, source: FileSource, problems: Problems
) -> Published:
    """What the table claims; a figure outside 0..1 or a status nobody knows is reported and counts as not given."""
    *components, index, status = _claim_columns(method)

    def ratio(name: str) -> Longs:
        values, wrong = scaled(frame[name], places)
        wrong = wrong | ((values != ABSENT) & ((values < 0) | (values > 10**places)))
        flag(problems, "terbitan.angka", frame[name], wrong, rows, file=source.name, expected="angka 0 sampai 1")
        return np.where(wrong, ABSENT, values)

    labels = texts(frame[status])
    level = class_levels(method, labels)
    unknown = labels.is_not_null().to_numpy() & (level == 0)
    expected = " / ".join(item.label for item in method.classes)
    flag(problems, "terbitan.status", frame[status], unknown, rows, file=source.name, expected=expected)
    return Published(
        places=places,
        components=np.stack([ratio(name) for name in components], axis=1),
        index=ratio(index),
        level=level,
        points=np.stack(
            [
                scaled(frame[name])[0] if name in frame.columns else np.full(frame.height, ABSENT)
                for name in (f"sum_{component}" for component in components)
            ],
            axis=1,
        ),
    )


def read_results(
    source: FileSource,
    table: Table,
    method: Method,
    problems: Problems,
    year: int | None,
) -> Sheet:
    """The output of ``swadaya indeks score``: its points are read back, so that it can be aggregated again."""
    wanted = tuple(f"poin_{code.lower()}" for code in method.component_codes)
    require(table.header, wanted, source, f"hasil metode {method.id}")
    collector = Collector(source, "hasil", method, problems)
    for batch in table.batches:
        keys = read_keys(batch.frame, batch.rows, source, year, problems)
        nothing = np.full(batch.frame.height, ABSENT)
        points = np.empty((batch.frame.height, len(wanted)), dtype=np.int64)
        for number, (name, top) in enumerate(zip(wanted, method.maxima, strict=True)):
            values, wrong = scaled(batch.frame[name])
            wrong = wrong | ((values != ABSENT) & ((values < 0) | (values > top)))
            expected = f"poin 0 sampai {top}"
            flag(problems, "hasil.poin", batch.frame[name], wrong, batch.rows, file=source.name, expected=expected)
            points[:, number] = np.where(wrong, ABSENT, values)
        labels = (
            texts(batch.frame["status"]) if "status" in batch.frame.columns else pl.Series([None] * batch.frame.height)
        )
        said = Published(4, np.full_like(points, ABSENT), nothing, class_levels(method, labels.cast(pl.String)), points)
        collector.add(keys, batch.rows, published=said)
    return collector.sheet()


# Raw answers -------------------------------------------------------------------------------------------------------


def answer_columns(method: Method) -> tuple[str, ...]:
    """Every column of raw answers, once each, in the order of the questions."""
    found: dict[str, None] = {}
    for indicator in method.indicators:
        if indicator.quantity is not None:
            found.update(dict.fromkeys(indicator.quantity.columns))
    return tuple(found)


def read_answers(
    source: FileSource,
    table: Table,
    method: Method,
    problems: Problems,
    year: int | None,
) -> Sheet:
    """Raw quantities, scored by the rubric of the method."""
    require(table.header, answer_columns(method), source, f"jawaban metode {method.id}")
    collector = Collector(source, "answers", method, problems)
    for batch in table.batches:
        keys = read_keys(batch.frame, batch.rows, source, year, problems)
        columns = [
            _score_answers(indicator, batch.frame, batch.rows, keys.codes, source, problems)
            for indicator in method.indicators
        ]
        collector.add(keys, batch.rows, scores=score_matrix(columns, batch.frame.height))
    return collector.sheet()


def _score_answers(
    indicator: Indicator,
    frame: pl.DataFrame,
    rows: Rows,
    codes: Longs,
    source: FileSource,
    problems: Problems,
) -> NDArray[np.int8]:
    quantity = indicator.quantity
    assert quantity is not None
    if quantity.choices:
        scores = rubric.score_choices(indicator, _choices(quantity, frame[quantity.columns[0]]))
    else:
        scores = _score_numbers(indicator, quantity, frame, rows, source, problems)
    expected = quantity.domain.in_words() if quantity.domain else " / ".join(code for code, _ in quantity.choices)

    def where(place: int) -> Where:
        return Where(source.name, int(rows[place]), ", ".join(quantity.columns), str(codes[place]))

    def empty(place: int) -> Problem:
        return Problem("jawaban.kosong", where(place), "", expected, quantity.asks[0], severity="peringatan")

    def outside(place: int) -> Problem:
        held = " / ".join(as_written(frame[name][place]) for name in quantity.columns)
        return Problem("jawaban.di-luar", where(place), held, expected, quantity.asks[0])

    report(problems, np.flatnonzero(scores == MISSING), empty)
    report(problems, np.flatnonzero(scores < MISSING), outside)
    return np.maximum(scores, np.int8(MISSING))


def _score_numbers(
    indicator: Indicator,
    quantity: Quantity,
    frame: pl.DataFrame,
    rows: Rows,
    source: FileSource,
    problems: Problems,
) -> NDArray[np.int8]:
    parts = []
    missing = np.zeros(frame.height, np.bool_)
    places = ANSWER_PLACES if quantity.kind == "desimal" else 0
    for name in quantity.columns:
        values, wrong = scaled(frame[name], places)
        flag(
            problems,
            "jawaban.bukan-angka",
            frame[name],
            wrong,
            rows,
            file=source.name,
            expected="angka",
            hint=quantity.asks[0],
        )
        missing |= values == ABSENT
        parts.append(np.where(values == ABSENT, 0, values))
    below = parts[1] if len(parts) == 2 else np.full(frame.height, 10**places, dtype=np.int64)
    return rubric.score_numbers(indicator, parts[0], below, missing)


def _choices(quantity: Quantity, column: pl.Series) -> NDArray[np.int16]:
    """Positions of the answers: the choice's code or its words, any case; -1 empty, -2 none of them."""
    known: dict[str, int] = {}
    for number, (code, label) in enumerate(quantity.choices):
        known[code.lower()] = known[label.lower()] = number
    if set(dict(quantity.choices)) == {"ya", "tidak"}:
        known |= {
            "1": known["ya"],
            "y": known["ya"],
            "ada": known["ya"],
            "0": known["tidak"],
            "t": known["tidak"],
            "tidak ada": known["tidak"],
        }
    text = texts(column).str.to_lowercase()
    found = text.replace_strict(known, default=rubric.OUTSIDE, return_dtype=pl.Int16)
    empty = text.is_null().to_numpy()
    return np.where(empty, MISSING, found.fill_null(rubric.OUTSIDE).to_numpy()).astype(np.int16)
