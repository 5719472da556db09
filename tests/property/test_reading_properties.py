"""Any bytes whatever: a file is read, or refused in a sentence; no row vanishes unreported."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import openpyxl
import pytest
from counts import examples
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from swadaya.core.problem import Problems
from swadaya.core.refusal import Invalid
from swadaya.indeks.formats import tabular
from swadaya.indeks.formats.filesource import open_file
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.formats.tabular import _end_of_last_record, read_csv
from swadaya.methodology import method

OPERATIONAL = method("idm-operasional-2020")
QUIET = settings(max_examples=examples(40, 600), suppress_health_check=[HealthCheck.function_scoped_fixture])


def readable(path):
    """Read as a user would; what is raised must be a sentence."""
    try:
        return read_sheet(path, OPERATIONAL, year=2021)
    except Invalid as refusal:
        assert refusal.problem.code.split(".")[0] in {"berkas", "json"}
        assert str(refusal).strip()
        return None


@given(st.binary(max_size=400))
@QUIET
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "sembarang.csv"
    path.write_bytes(content)
    readable(path)


@given(st.lists(st.lists(st.text(max_size=6), max_size=60), max_size=8), st.sampled_from(",;\t|"))
@settings(QUIET, max_examples=examples(10, 150))
def test_any_text_under_the_right_header_is_read_or_reported(tmp_path, rows, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["kode_desa", "tahun", *OPERATIONAL.indicator_codes])
    writer.writerows(rows)
    path = tmp_path / "isian.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    readable(path)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "SUMMARIES",
                        "ROW",
                        "IDENTITAS",
                        "mapData",
                        "message",
                        "INDIKATOR",
                        "SKOR",
                        "NO",
                        "id_desa",
                        "TAHUN",
                        "nama_desa",
                        "STATUS",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=15,
    )
)
@example(
    {"mapData": {"SUMMARIES": {"TAHUN": 2021}, "ROW": 5, "IDENTITAS": [{"id_desa": "1101022001", "nama_desa": 3}]}}
)
@example([{"SUMMARIES": [], "ROW": [5, None], "IDENTITAS": "x"}, {"message": "ID Desa tidak ditemukan"}])
@QUIET
def test_any_json_is_read_or_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "sembarang.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    readable(path)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("buku") / "isian.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["kode_desa", "tahun", *OPERATIONAL.indicator_codes])
    book.active.append(["1101022001", 2021, *(item.maximum for item in OPERATIONAL.indicators)])
    book.save(path)
    return path.read_bytes()


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12), st.floats(0, 1))
@QUIET
def test_a_workbook_with_broken_bytes_is_read_or_refused_in_a_sentence(tmp_path, workbook, changes, keep):
    content = bytearray(workbook)
    for place, value in changes:
        content[min(int(place * len(content)), len(content) - 1)] = value
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK" + bytes(content[2 : max(2, int(keep * len(content)) if keep < 0.9 else len(content))]))
    readable(path)


@given(st.text(alphabet='ab,"\n', max_size=60))
@settings(max_examples=examples(120, 2000))
def test_a_block_is_cut_after_the_last_newline_outside_quotes(text):
    content = text.encode()
    ends = [place + 1 for place, byte in enumerate(content) if byte == 10 and content[: place + 1].count(b'"') % 2 == 0]
    assert _end_of_last_record(content) == max(ends, default=0)


names = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)


@given(st.lists(st.tuples(names, names), min_size=1, max_size=30), st.integers(1, 64), st.booleans())
@QUIET
def test_records_are_numbered_and_kept_whatever_the_size_of_the_blocks(tmp_path, rows, size, carriage):
    """A quoted field may hold commas, quotes and newlines; cutting the file into blocks must not show."""
    rows = [(f"{number}", left, f'{right}\n,"') for number, (left, right) in enumerate(rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n" if carriage else "\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["nomor", "kiri", "kanan"])
    writer.writerows(rows)
    path = tmp_path / "potong.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    source = open_file(path)
    problems = Problems()
    blocks = type(source).blocks
    try:
        type(source).blocks = lambda self, _=0: blocks(self, size)
        batches = list(read_csv(source, problems).batches)
    finally:
        type(source).blocks = blocks
    assert not len(problems)
    found = [row for batch in batches for row in batch.frame.rows()]
    assert [tuple(cell or "" for cell in row) for row in found] == rows
    assert np.concatenate([batch.rows for batch in batches]).tolist() == list(range(2, len(rows) + 2))
    assert tabular.MAX_ROWS > 75_266 * 30
