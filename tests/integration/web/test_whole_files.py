"""Files of a whole run: what is in them, when they are made, and that nobody gets half of one."""

from __future__ import annotations

import io
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import small_nation
from procrastinate.contrib.django import app
from pypdf import PdfReader
from small_nation import text_of

from swadaya.core.figures import decimals
from swadaya.indeks import run_table, selectors
from swadaya.methodology import method
from swadaya.web import tasks
from swadaya.web.indeks import run_files

METHOD = method(small_nation.METHOD)
FILES = f"/indeks/2024/unduh/{METHOD.id}"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Files of these tests stay theirs."""
    settings.HOME = tmp_path
    return tmp_path


def pages(response: Any) -> list[str]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_csv_and_parquet_of_a_run_hold_what_the_database_says(plain: Any, nation: dict[int, int]) -> None:
    run = selectors.shown_run(2024)
    assert run is not None
    stored = list(selectors.table_rows(run))
    as_csv = pl.read_csv(body(plain.get(f"{FILES}.csv")), schema_overrides={"indeks": pl.String, "iks": pl.String})
    as_parquet = pl.read_parquet(io.BytesIO(body(plain.get(f"{FILES}.parquet"))))
    assert as_csv.columns == as_parquet.columns == [one.name for one in run_table.columns(METHOD)]
    scores = small_nation.scores(METHOD, 2024)
    for table in (as_csv, as_parquet):
        assert [code.replace(".", "") for code in table["kode"]] == [row[0] for row in stored]
        assert table["poin_indeks"].to_list() == [row[2] for row in stored]
        assert table["status"].to_list() == [METHOD.classes[row[3] - 1].code for row in stored]
        assert table["peringkat_kabkota"].to_list() == [row[6] for row in stored]
        assert (table.select(METHOD.indicator_codes).to_numpy() == scores).all()
    assert as_csv["indeks"].to_list() == [decimals(METHOD.index(row[2]), 4) for row in stored]
    assert as_parquet["indeks"].to_list() == [float(decimals(METHOD.index(row[2]), 4)) for row in stored]


def test_the_workbook_is_made_by_the_worker_and_then_handed_out(plain: Any, nation: dict[int, int]) -> None:
    with app.replace_connector(memory_connector()) as jobs:
        waiting = plain.get(f"{FILES}.xlsx")
        assert waiting.status_code == 202
        assert waiting.headers["Retry-After"] and waiting.headers["Cache-Control"] == "no-store"
        assert "sedang dibuat" in text_of(waiting)
        assert plain.get(f"{FILES}.xlsx").status_code == 202
        assert [job["args"] for job in jobs.connector.jobs.values()] == [{"run_id": nation[2024], "ending": "xlsx"}]
    assert tasks.make_whole_file(run_id=nation[2024], ending="xlsx") > 0
    book = openpyxl.load_workbook(io.BytesIO(body(plain.get(f"{FILES}.xlsx"))))
    rows = list(book["hasil"].iter_rows(values_only=True))
    run = selectors.shown_run(2024)
    assert run is not None
    table = run_table.frame(run).with_columns(pl.col(name).cast(pl.Float64) for name in run_table.numbers(METHOD))
    assert list(rows[0]) == table.columns
    assert [tuple("" if cell is None else cell for cell in row) for row in rows[1:]] == [
        tuple("" if cell is None else cell for cell in row) for row in table.rows()
    ]
    assert [row[0] for row in book["kolom"].iter_rows(values_only=True)][1:] == table.columns
    assert ("perhitungan nomor", str(nation[2024])) in list(book["sumber"].iter_rows(values_only=True))


def memory_connector() -> Any:
    from procrastinate.testing import InMemoryConnector

    return InMemoryConnector()


def test_a_job_for_a_run_that_is_not_on_show_makes_nothing(nation: Any, home: Path) -> None:
    assert tasks.make_whole_file(run_id=0, ending="xlsx") == 0
    assert not (home / "unduh").exists()


def test_the_page_lists_each_file_with_its_size_and_checksum_once_it_is_made(plain: Any, nation: Any) -> None:
    before = text_of(plain.get("/indeks/2024/unduh/"))
    assert before.count("dibuat saat diminta") == 3
    file = body(plain.get(f"{FILES}.csv"))
    page = text_of(plain.get("/indeks/2024/unduh/"))
    assert sha256(file).hexdigest() in page.replace("<wbr>", "")
    assert page.count("dibuat saat diminta") == 2
    for column in run_table.columns(METHOD):
        assert f"<code>{column.name}</code>" in page
    assert "/api/v1/docs" in page and "style=" not in page and "<script" not in page


def test_a_file_is_sent_only_to_who_has_not_got_it(plain: Any, nation: Any) -> None:
    first = plain.get(f"{FILES}.parquet")
    digest = sha256(body(first)).hexdigest()
    assert first.headers["ETag"] == f'"{digest[:32]}"'
    again = plain.get(f"{FILES}.parquet", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content


def test_equal_runs_give_equal_files(nation: dict[int, int], tmp_path: Path) -> None:
    run = selectors.shown_run(2024)
    assert run is not None
    for ending in run_files.ENDINGS:
        made = [run_files.make(tmp_path / place, run, ending).sha256 for place in ("satu", "dua")]
        assert made[0] == made[1], ending


def test_half_a_file_is_no_file(nation: dict[int, int], tmp_path: Path) -> None:
    run = selectors.shown_run(2024)
    assert run is not None
    (tmp_path / run_files.file_name(run, "csv")).write_text("kode,nama\n")
    assert run_files.made(tmp_path, run, "csv") is None
    done = run_files.make(tmp_path, run, "csv")
    assert sha256(done.path.read_bytes()).hexdigest() == done.sha256
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {done.path.name, f"{done.path.name}.sidik"}


def test_a_worker_that_went_silent_is_asked_again(nation: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = selectors.shown_run(2024)
    assert run is not None
    run_files.ask_for(tmp_path, run, "xlsx")
    assert run_files.progress(tmp_path, run, "xlsx") is not None
    now = time.time()
    monkeypatch.setattr(run_files.time, "time", lambda: now + 1000)
    assert run_files.progress(tmp_path, run, "xlsx") is None


def test_only_years_and_methods_on_show_have_files(plain: Any, nation: Any) -> None:
    assert plain.get("/indeks/1999/unduh/").status_code == 404
    assert plain.get("/indeks/2024/unduh/tidak-ada.csv").status_code == 404
    assert plain.post(f"{FILES}.csv").status_code == 405


@pytest.mark.parametrize("ending", run_files.ENDINGS)
def test_a_folder_that_cannot_be_written_is_said_with_another_way(
    plain: Any, nation: Any, home: Path, ending: str
) -> None:
    (home / "unduh").write_text("bukan folder")
    response = plain.get(f"{FILES}.{ending}")
    assert response.status_code == 503
    assert 'href="/indeks/2024/nasional.csv?isi=desa"' in text_of(response)
    assert plain.get("/indeks/2024/unduh/").status_code == 200
