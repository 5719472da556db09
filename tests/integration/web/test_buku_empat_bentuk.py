"""Page, paper, CSV and workbook of a statement say the same: title, headings, labels and every figure."""

from __future__ import annotations

import csv
import io
from datetime import date
from html.parser import HTMLParser
from typing import Any

import a_group
import pytest
from ledger_books import hledger_strict
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from swadaya.ledger import exports
from swadaya.ledger.rules.statement_tables import KINDS

pytestmark = pytest.mark.django_db
FROM = "?dari=2026-01-01"


@pytest.fixture
def group(settings: Any, tmp_path: Any) -> a_group.AGroup:
    settings.HOME = tmp_path
    a_group.load_regions()
    found = a_group.make(founded=date(2026, 1, 1))
    found.record(date(2026, 1, 8), counted=40_000)
    found.record(date(2026, 1, 15), counted=62_000, lain=[{"pos": "atk", "jumlah": 18000, "keterangan": "buku"}])
    return found


class Page(HTMLParser):
    """The main heading and the cells of the first table, a list a row."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.title, self.rows, self._into = "", [], None
        self.feed(answer.content.decode())
        self.title = " ".join(self.title.split())
        self.rows = [[" ".join(cell.split()) for cell in row] for row in self.rows]

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self._into = "cell"
        elif tag == "h1":
            self._into = "title"

    def handle_endtag(self, tag):
        if tag in ("th", "td", "h1"):
            self._into = None

    def handle_data(self, data):
        if self._into == "title":
            self.title += data
        elif self._into == "cell":
            self.rows[-1][-1] += data


def number(text: object) -> int:
    """A figure of any form; nothing is nought."""
    return int(text) if isinstance(text, float) else int(str(text).replace(".", "").replace("−", "-") or 0)


def printed(answer: Any) -> str:
    """The text of a PDF, its spaces single."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def workbook(answer: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_of_a_statement_says_the_same(group, kind):
    browser, member = group.browser("ngatinah"), group.members[0]
    asked = f"{FROM}&pihak={member}" if kind == "kartu" else FROM
    page = Page(browser.get(f"/buku/{group.book}/{kind}/{asked}"))
    heads, *lines = page.rows
    assert page.title.startswith(KINDS[kind].title) and len(lines) > 1

    paper = printed(browser.get(f"/buku/{group.book}/{kind}.pdf{asked}"))
    assert page.title in paper
    assert not [text for row in (heads, *lines) for text in row if text not in paper]

    sheet = workbook(browser.get(f"/buku/{group.book}/{kind}.xlsx{asked}"))
    whose = page.title.partition(": ")[2]
    named = f"{KINDS[kind].title}: anggota {member}" if kind == "kartu" else page.title
    assert kind != "kartu" or "Siti" in whose
    assert [sheet[0][0], sheet[1][0]] == [
        named,
        exports.statement(group.book, kind, by=a_group.MACHINE, party="1").owner,
    ]
    start = next(at for at, row in enumerate(sheet) if "(Rp)" in str(row))
    written = list(csv.reader(io.StringIO(browser.get(f"/buku/{group.book}/{kind}.csv{asked}").content.decode())))
    figures = [at for at, head in enumerate(heads) if head.endswith("(Rp)")]
    for rows, place in ((sheet[start + 1 :], sheet[start].index), (written[1:], sheet[start].index)):
        assert len(rows) == len(lines)
        for line, row in zip(lines, rows, strict=True):
            assert [number(line[at]) for at in figures] == [number(row[place(heads[at])]) for at in figures]
            dated = heads[0] == "Tanggal" and line[0]
            assert dated or next(text for text in line if text) in row


@pytest.mark.hledger
def test_hledger_finds_nothing_to_say_of_a_groups_book_however_strict_it_is(group):
    hledger_strict("".join(exports.hledger_text(group.book, by=a_group.MACHINE)))
