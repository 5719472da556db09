"""Bulk rows into PostgreSQL: columns to CSV text in one sweep, then COPY."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from swadaya.methodology.composite import Scores
from swadaya.methodology.pipeline import Ranks
from swadaya.methodology.summary import Summary

from .formats.cells import ABSENT, Longs
from .rules.transitions import Flows


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """COPY a frame into a table whose columns have the frame's names. Runs inside the caller's transaction."""
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, null_value="", quote_style="necessary")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as sink,
    ):
        view = buffer.getbuffer()
        for start in range(0, len(view), 1 << 20):
            sink.write(view[start : start + (1 << 20)])


@contextmanager
def hashed_joins() -> Iterator[None]:
    """Join whole tables by hashing, whatever the statistics say; inside a transaction.

    Statistics made while a load was not yet committed count a table of 75,000 rows as empty. The planner then compares
    each row of one table with each of the other, which takes minutes; looking at every row once takes a moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def hex_scores(scores: Scores) -> pl.Series:
    """Score rows as PostgreSQL bytea text."""
    width = scores.shape[1] * 2
    text = np.ascontiguousarray(scores).tobytes().hex()
    return pl.Series([f"\\x{text[start : start + width]}" for start in range(0, len(text), width)])


def array_text(values: NDArray[np.generic]) -> pl.Series:
    """Rows of whole numbers (n, c) as PostgreSQL array text; ABSENT becomes NULL."""
    columns = [pl.Series(str(number), values[:, number].astype(np.int64)) for number in range(values.shape[1])]
    written = (pl.col(column.name).replace(ABSENT, None).cast(pl.String).fill_null("NULL") for column in columns)
    joined = pl.concat_str(pl.lit("{"), pl.concat_str(*written, separator=","), pl.lit("}"))
    return pl.DataFrame(columns).select(joined.alias("array"))["array"]


def codes_text(codes: Longs) -> pl.Series:
    return pl.Series(codes).cast(pl.String)


def result_frame(
    run_id: int,
    codes: Longs,
    sheets: Longs,
    points: NDArray[np.int32],
    k: NDArray[np.int32],
    level: NDArray[np.int8],
    ranks: Ranks,
    off_grid: NDArray[np.bool_],
) -> pl.DataFrame:
    """Results of a run as rows of ``indeks_result``."""
    return pl.DataFrame(
        {
            "run_id": pl.repeat(run_id, len(codes), dtype=pl.Int64, eager=True),
            "desa": codes_text(codes),
            "sheet_id": sheets,
            "points": pl.select(pl.when(pl.Series(k >= 0)).then(array_text(points))).to_series(),
            "k": pl.Series(k).replace(-1, None),
            "level": level,
            "rank_nasional": ranks.nasional,
            "rank_provinsi": ranks.provinsi,
            "rank_kabkota": ranks.kabkota,
            "rank_kecamatan": ranks.kecamatan,
            "off_grid": off_grid,
        }
    )


def aggregate_frame(run_id: int, scheme: str, summary: Summary, keys: list[str]) -> pl.DataFrame:
    """One summary as rows of ``indeks_aggregate``."""
    size = len(keys)
    return pl.DataFrame(
        {
            "run_id": [run_id] * size,
            "scheme": [scheme] * size,
            "key": keys,
            "desa": summary.desa,
            "with_index": summary.with_index,
            "classes": array_text(summary.classes),
            "sum_k": summary.sum_k,
            "sum_points": array_text(summary.sum_points),
            "lowest_k": summary.lowest_k,
            "highest_k": summary.highest_k,
        },
        schema_overrides={"run_id": pl.Int64, "scheme": pl.String, "key": pl.String},
    )


def frame_hash(frame: pl.DataFrame) -> str:
    """Fingerprint of a table's content, independent of how it was computed."""
    digest = hashlib.sha256()
    buffer = io.BytesIO()
    frame.write_csv(buffer)
    digest.update(buffer.getbuffer())
    return digest.hexdigest()


def moves_frame(digest_id: int, scheme: str, found: Flows, keys: list[str]) -> pl.DataFrame:
    """Moves of one grouping as rows of ``indeks_moves``."""
    return pl.DataFrame(
        {
            "digest_id": [digest_id] * len(keys),
            "scheme": [scheme] * len(keys),
            "key": keys,
            "flows": array_text(found.cells),
            "sum_delta": found.sum_delta,
        },
        schema_overrides={"digest_id": pl.Int64, "scheme": pl.String, "key": pl.String},
    )


def progress_frame(
    digest_id: int,
    codes: Longs,
    before: NDArray[np.int8],
    after: NDArray[np.int8],
    delta: NDArray[np.int32],
    ranks: Ranks | None,
) -> pl.DataFrame:
    """Steps of villages as rows of ``indeks_progress``; without ``ranks`` these are 0."""
    nothing = np.zeros(len(codes), dtype=np.int32)
    return pl.DataFrame(
        {
            "digest_id": pl.repeat(digest_id, len(codes), dtype=pl.Int64, eager=True),
            "desa": codes_text(codes),
            "before": before,
            "after": after,
            "delta": delta,
            "rank_nasional": ranks.nasional if ranks else nothing,
            "rank_provinsi": ranks.provinsi if ranks else nothing,
            "rank_kabkota": ranks.kabkota if ranks else nothing,
            "rank_kecamatan": ranks.kecamatan if ranks else nothing,
        }
    )


def profile_frame(
    digest_id: int, scheme: str, keys: list[str], patterns: Longs, scored: Longs, below: Longs, lost: Longs
) -> pl.DataFrame:
    """Types and losses of one grouping as rows of ``indeks_profile``; no losses where no scores are known."""
    known = pl.Series(scored > 0)
    return pl.DataFrame(
        {
            "digest_id": [digest_id] * len(keys),
            "scheme": [scheme] * len(keys),
            "key": keys,
            "patterns": array_text(patterns),
            "scored": scored,
            "below": pl.select(pl.when(known).then(array_text(below))).to_series(),
            "lost": pl.select(pl.when(known).then(array_text(lost))).to_series(),
        },
        schema_overrides={"digest_id": pl.Int64, "scheme": pl.String, "key": pl.String},
    )
