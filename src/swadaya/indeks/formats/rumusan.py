"""The ministry's "rumusan" JSON: one document a village and year, with SUMMARIES, ROW and IDENTITAS.

The shape was read from public copies of the service's answers (2020-2024). IKS, IKE, IKL and IDM are numbers with up to
14 digits, but whole numbers when exactly 0 or 1; ROW holds the indicators in order with summary rows between them.
"""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import polars as pl

from swadaya.core.codes import normalise
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology import Method
from swadaya.methodology.composite import MISSING

from .adapters import PLACES
from .batches import Collector
from .cells import ABSENT, scaled
from .filesource import FileSource, unusable
from .sheet import FIRST_YEAR, LAST_YEAR, Keys, Published, Sheet, class_levels
from .tabular import Progress

LIMIT = 512 << 20
_PARTS = ("SUMMARIES", "ROW", "IDENTITAS")


def read_documents(
    source: FileSource, method: Method, problems: Problems, year: int | None, progress: Progress | None = None
) -> Sheet:
    """Read one document, a list of them, or one a line (JSON Lines).

    In a list an entry that is no document is a Problem, and the others are read.

    Raises:
        Invalid: ``json.rusak``; for a single entry ``json.bukan-rumusan``, ``json.penolakan`` (the service answered
            with an error).
    """
    collector = Collector(source, "rumusan-json", method, problems)
    entries = _entries(source)
    for number, entry in enumerate(entries, start=1):
        document = _unwrap(entry)
        if document is not None:
            _add(collector, document, number, method, problems, source, year)
        elif len(entries) == 1:
            raise Invalid(_no_document(entry, Where(source.name)))
        else:
            problems.add(_no_document(entry, Where(source.name, number)))
        if progress and number % 500 == 0:
            progress(number, len(entries))
    return collector.sheet()


def _entries(source: FileSource) -> list[Any]:
    text = source.read_all(LIMIT).decode("utf-8-sig", errors="replace")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise _broken(source, error) from error
        content = []
        for number, line in enumerate(lines, start=1):
            try:
                content.append(json.loads(line))
            except (ValueError, RecursionError) as line_error:
                raise _broken(source, line_error, number) from line_error
    return content if isinstance(content, list) else [content]


def _broken(source: FileSource, error: Exception, line: int | None = None) -> Invalid:
    row = line or getattr(error, "lineno", None)
    column = getattr(error, "colno", 0)
    got = f"rusak pada huruf ke-{column}" if column else "susunan yang tidak masuk akal"
    return unusable("json.rusak", source.path, got=got, expected="JSON yang utuh", row=row)


def _unwrap(entry: Any) -> dict[str, Any] | None:
    """Find the document inside the service's envelope, at most two levels down; None when there is none."""
    level = [entry]
    for _ in range(3):
        for item in level:
            if isinstance(item, dict) and all(part in item for part in _PARTS):
                return item
        level = [value for item in level if isinstance(item, dict) for value in item.values()]
    return None


def _no_document(entry: Any, where: Where) -> Problem:
    message = _refusal(entry)
    if message:
        return Problem(
            "json.penolakan",
            where,
            message[:120],
            "dokumen rumusan",
            "Ini jawaban penolakan dari layanan, bukan data; nilai yang tersimpan tidak diubah.",
        )
    got = type(entry).__name__ if not isinstance(entry, dict) else ", ".join(map(str, entry))[:80]
    return Problem("json.bukan-rumusan", where, got, "objek dengan SUMMARIES, ROW dan IDENTITAS")


def _refusal(entry: Any) -> str:
    """What the service said instead of data: ``message``, ``messages``, ``error_msg`` or ``error``, however nested."""
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, dict):
        return ""
    for key in ("message", "messages", "error_msg", "error", "mapData"):
        found = _refusal(entry.get(key))
        if found:
            return found
    return ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(text: object) -> str:
    return re.sub(r"[^a-z0-9]+", " ", str(text).lower()).strip()


def _add(
    collector: Collector,
    document: dict[str, Any],
    number: int,
    method: Method,
    problems: Problems,
    source: FileSource,
    year: int | None,
) -> None:
    identity = document["IDENTITAS"]
    who = next(iter(_dicts(identity if isinstance(identity, list) else [identity])), {})
    rows = _dicts(document["ROW"])
    written = str(who.get("id_desa", ""))
    code = normalise(written) or ""
    place = Where(source.name, number, desa=written)
    summaries = document["SUMMARIES"] if isinstance(document["SUMMARIES"], dict) else {}
    when = summaries.get("TAHUN", year)
    if len(code) != 10:
        problems.add(
            Problem(
                "desa.kode",
                Where(source.name, number, "IDENTITAS.id_desa"),
                written,
                "kode Kemendagri 10 angka",
            )
        )
        return
    if not re.fullmatch(r"[0-9]{4}", str(when)) or not FIRST_YEAR <= int(str(when)) <= LAST_YEAR:
        problems.add(
            Problem(
                "tahun",
                Where(source.name, number, "SUMMARIES.TAHUN"),
                str(when),
                f"tahun {FIRST_YEAR} sampai {LAST_YEAR}",
            )
        )
        return
    numbers, status = _claims(rows, method)
    scores = _scores(rows, method, place, problems)
    numbers.setdefault(method.short, summaries.get("SKOR_SAAT_INI"))
    printed = pl.Series(
        [_number(numbers.get(name)) for name in (*method.component_codes, method.short)], dtype=pl.String
    )
    values, wrong = scaled(printed, PLACES)
    wrong = wrong | ((values != ABSENT) & ((values < 0) | (values > 10**PLACES)))
    if wrong.any():
        problems.add(Problem("terbitan.angka", place, ", ".join(map(str, printed)), "angka 0 sampai 1"))
        values = np.where(wrong, ABSENT, values)
    label = _text(status) or _text(summaries.get("STATUS"))
    level = class_levels(method, pl.Series([label], dtype=pl.String))
    if label and not level.any():
        problems.add(Problem("terbitan.status", place, label, " / ".join(item.label for item in method.classes)))
    collector.add(
        Keys(
            codes=np.array([int(code)]),
            years=np.array([int(str(when))], dtype=np.int16),
            usable=np.array([True]),
            names=pl.Series([_text(who.get("nama_desa"))], dtype=pl.String),
            remarks=pl.Series([None], dtype=pl.String),
        ),
        np.array([number], dtype=np.int32),
        scores=scores,
        published=Published(
            PLACES,
            values[None, :-1],
            values[-1:],
            level,
            np.full((1, len(method.components)), ABSENT),
        ),
    )


def _claims(rows: list[dict[str, Any]], method: Method) -> tuple[dict[str, Any], object]:
    """The summary rows between the indicators: ``IKS 2023``, ``IDM 2023``, ``STATUS IDM 2023``."""
    numbers: dict[str, Any] = {}
    status: object = None
    names = {*method.component_codes, method.short}
    for row in rows:
        words = str(row.get("INDIKATOR", "")).upper().split()
        if words and words[0] in names:
            numbers[words[0]] = row.get("SKOR")
        elif words[:1] == ["STATUS"]:
            status = row.get("SKOR")
    return numbers, status


def _scores(
    rows: list[dict[str, Any]], method: Method, place: Where, problems: Problems
) -> np.ndarray[Any, np.dtype[np.int8]]:
    by_name = {_plain(row.get("INDIKATOR")): row.get("SKOR") for row in rows if row.get("NO") is not None}
    scores = np.full((1, len(method.indicators)), MISSING, dtype=np.int8, order="F")
    for number, indicator in enumerate(method.indicators):
        held = by_name.get(_plain(indicator.official))
        text = str(held).strip() if held is not None else ""
        value = int(float(text)) if re.fullmatch(r"[0-9]{1,3}(\.0+)?", text) else None
        if value in indicator.scores:
            scores[0, number] = value
            continue
        problems.add(
            Problem(
                "skor.kosong" if not text else "skor.tidak-ada" if value is not None else "skor.bukan-angka",
                Where(place.file, place.row, indicator.official or indicator.code, place.desa),
                text,
                "skor " + " / ".join(map(str, indicator.scores)),
                severity="galat" if text else "peringatan",
            )
        )
    return scores
