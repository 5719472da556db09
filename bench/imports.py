"""Import of a whole nation into stored, checked rows: XLSX and CSV, beside pandas with the same checks and COPY."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from swadaya.methodology import Method, method
from swadaya.wilayah.rules.source import known_desa_codes

from .pairing import pair

METHOD = "idm-operasional-2020"
BARS = {"xlsx": 4.0, "csv": 1.0}


def files(folder: Path) -> dict[str, Path]:
    """The simulated nation of 2024 as CSV and XLSX."""
    from swadaya.indeks.rules.simulation import simulate
    from swadaya.indeks.rules.tables import sheet_table, write_table

    chosen = method(METHOD)
    nation = simulate(chosen, 2024, 2016)
    table = sheet_table(chosen, nation.codes, 2024, nation.scores)
    found = {ending: folder / f"nation.{ending}" for ending in ("csv", "xlsx")}
    for path in found.values():
        write_table(table, path)
    return found


def ours(path: Path, chosen: Method) -> int:
    """Read, check and store as the command does; returns the rows stored."""
    from swadaya.indeks import services
    from swadaya.indeks.formats.reading import read_sheet

    sheet = read_sheet(path, chosen)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return services.import_sheet(sheet, kind="contoh", source="bench", sha256=digest).added


def pandas_peer(path: Path, chosen: Method) -> int:
    """The same checks by pandas, then COPY into a table of the same columns."""
    from django.db import connection, transaction

    frame = (
        pd.read_excel(path, dtype={"kode_desa": str})
        if path.suffix == ".xlsx"
        else pd.read_csv(path, dtype={"kode_desa": str})
    )
    missing = [name for name in ("kode_desa", "tahun", *chosen.indicator_codes) if name not in frame.columns]
    assert not missing, missing
    code = frame["kode_desa"].str.replace(".", "", regex=False)
    assert code.str.fullmatch(r"\d{10}").all()
    year = pd.to_numeric(frame["tahun"], errors="coerce")
    assert year.between(2014, 2100).all()
    assert not pd.DataFrame({"c": code, "y": year}).duplicated().any()
    known = np.isin(code.astype("int64").to_numpy(), known_desa_codes())
    assert known.all()
    for indicator in chosen.indicators:
        values = pd.to_numeric(frame[indicator.code], errors="coerce")
        assert values.isin(indicator.scores).all(), indicator.code
    matrix = frame[list(chosen.indicator_codes)].to_numpy(dtype=np.int8)
    rows = pd.DataFrame(
        {
            "desa": code,
            "year": year,
            "method": chosen.id,
            "scores": ["\\x" + row.tobytes().hex() for row in matrix],
            "places": 0,
            "said_level": 0,
            "remark": "",
        }
    )
    buffer = io.StringIO()
    rows.to_csv(buffer, index=False, header=False, na_rep="\\N")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE stage (LIKE indeks_scoresheet INCLUDING DEFAULTS) ON COMMIT DROP")
        cursor.execute("ALTER TABLE stage ALTER id DROP NOT NULL, ALTER batch_id DROP NOT NULL")
        columns = "desa, year, method, scores, places, said_level, remark"
        with cursor.copy(f"COPY stage ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')") as sink:
            sink.write(buffer.getvalue())
        cursor.execute(
            "INSERT INTO indeks_batch (kind, source, file_name, sha256, format, method, retrieved_on, recorded_at, "
            "rows, report) "
            "VALUES ('contoh', 'bench', %s, '', 'pandas', %s, now(), now(), %s, '{}') RETURNING id",
            [path.name, chosen.id, len(rows)],
        )
        batch = cursor.fetchone()[0]
        cursor.execute(
            f"INSERT INTO indeks_scoresheet ({columns}, batch_id) SELECT {columns}, %s FROM stage",
            [batch],
        )
        return int(cursor.rowcount)


def main(say: Callable[[str], None] = print) -> bool:
    """Each import goes into an emptied table; True when both ratios reach their bars."""
    from .database import empty_sheets, scratch_database

    good = True
    chosen = method(METHOD)
    with tempfile.TemporaryDirectory() as folder, scratch_database():
        paths = files(Path(folder))
        for ending, runs in (("csv", 5), ("xlsx", 2)):
            path = paths[ending]

            def run(importer: Callable[[Path, Method], int], path: Path = path) -> Callable[[], object]:
                def once() -> None:
                    empty_sheets()
                    assert importer(path, chosen) > 75_000

                return once

            timed = pair(run(ours), run(pandas_peer), runs, warm_up=ending == "csv")
            peer = "pandas + openpyxl, same checks, COPY" if ending == "xlsx" else "pandas, same checks, COPY"
            say(timed.line(f"import {ending}, 75,266 rows", peer))
            good &= timed.ratio >= BARS[ending]
    return good


if __name__ == "__main__":
    raise SystemExit(not main())
