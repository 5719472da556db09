"""Whatever bytes somebody sends: a table is read, or refused in a sentence; nothing else is raised."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swadaya.core.refusal import Invalid
from swadaya.files.cells import as_text
from swadaya.files.formula_guard import guard, unguard
from swadaya.files.headings import Column
from swadaya.files.tables import Table, read_table
from swadaya.ledger.rules import importers

COLUMNS = (Column("nama", required=True), Column("kode", kind="code"), Column("telepon", kind="phone"))


def readable(content: bytes, name: str = "a.csv") -> Table | None:
    try:
        return read_table(content, name=name, columns=COLUMNS, most_rows=500)
    except Invalid as refusal:
        assert refusal.problem.code.startswith("berkas.")
        assert str(refusal).strip()
        return None


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.csv", "a.xlsx"]),
    st.sampled_from([b"", b"PK\x03\x04", b"sep=", b"\xff\xfe"]),
)
def test_any_bytes(content, name, head):
    readable(head + content, name)


@given(st.binary(max_size=200))
def test_any_bytes_as_journals_and_sheets(content):
    for read in (importers.journals, importers.cutoff):
        try:
            read("a.csv", b"nomor,tanggal,uraian,akun,debit,kredit\n" + content)
        except Invalid as refusal:
            assert refusal.problem.code.startswith("berkas.")


@given(
    st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6),
    st.characters(),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_text_with_any_separator(rows, separator, coding):
    lines = [["nama", "kode", "telepon"], *rows]
    text = f"sep={separator}\n" + "\n".join(separator.join(line) for line in lines)
    readable(text.encode(coding, errors="surrogatepass"))


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book, place = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["nama", "kode", "telepon"])
    book.active.append(["Siti", 3304092011, 81234567890])
    book.active.merge_cells("A4:A5")
    book.save(place)
    return place.getvalue()


@given(st.floats(0, 1))
def test_a_workbook_cut_short(workbook, kept):
    readable(workbook[: int(kept * len(workbook))], "a.xlsx")


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_workbook_with_broken_bytes(workbook, changes):
    content = bytearray(workbook)
    for place, value in changes:
        content[min(int(place * len(content)), len(content) - 1)] = value
    readable(bytes(content), "a.xlsx")


@given(st.text(max_size=20))
def test_what_is_guarded_comes_back_and_never_runs(text):
    kept = guard(text)
    assert unguard(kept) == text
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(words, words), max_size=8), st.sampled_from(",;\t|"))
@settings(max_examples=200)
def test_no_row_vanishes_without_a_word(rows, separator):
    place = io.StringIO()
    writer = csv.writer(place, delimiter=separator)
    writer.writerow(["nama", "kode"])
    writer.writerows([(guard(name), guard(code)) for name, code in rows])
    table = readable(place.getvalue().encode())
    assert table is not None
    told = {note.where.row for note in table.notes} | {one.where.row for one in table.problems}
    read = {row.number: (row.cells["nama"], row.cells["kode"]) for row in table.rows if row.number not in told}
    for number, (name, code) in enumerate(rows, 2):
        assert number in told or read[number] == (as_text(guard(name)), as_text(guard(code)))
