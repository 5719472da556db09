"""``swadaya ledger``: verify the books, write them out, print a statement, take in files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from swadaya.core import clock, numbers
from swadaya.core.figures import grouped
from swadaya.core.messages import full
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .console import console
from .report import progress_bar

if TYPE_CHECKING:
    from swadaya.accounts.rules.access import Viewer
    from swadaya.core.tables import Table
    from swadaya.ledger.selectors import BookInfo

app = typer.Typer(no_args_is_help=True, help="Buku: periksa, keluarkan, cetak laporan, masukkan berkas.")

BookName = Annotated[str, typer.Option("--book", help="Nomor buku, kuncinya, atau ksm:PEMILIK.")]
Out = Annotated[Path | None, typer.Option("--out", help="Tulis ke berkas ini; tanpa ini ke layar.", show_default=False)]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Per tanggal ini; tanpa ini semua.")]
File = Annotated[Path, typer.Argument(metavar="BERKAS", exists=True, dir_okay=False, help="Berkas CSV atau XLSX.")]
Trial = Annotated[bool, typer.Option("--dry-run", help="Hanya periksa; tidak ada yang dibukukan.")]
Again = Annotated[bool, typer.Option("--again", help="Bukukan juga bila berkas yang sama sudah dibukukan.")]
Key = Annotated[str, typer.Option("--key", help="Kunci UUIDv7: perintah yang sama dua kali membukukan sekali.")]
STATEMENTS = ("neraca-saldo", "posisi", "shu", "modal", "arus-kas", "buku-kas", "buku-besar", "kartu")
FORMATS = ("hledger", "csv", "xlsx")


def _ready() -> Viewer:
    from .django_setup import django_ready

    django_ready("app")
    from swadaya.accounts.rules.access import system

    return system("swadaya ledger")


def _book(written: str, by: Viewer) -> BookInfo:
    from swadaya.accounts.rules.access import OutOfSight
    from swadaya.ledger import selectors

    found: BookInfo | None = None
    kind, _, owner = written.partition(":")
    try:
        number = numbers.whole(written)
        if number is not None:
            found = selectors.book(number, by=by)
        elif owner:
            found = selectors.book_of(kind, owner, by=by)
        else:
            found = selectors.book_with_key(UUID(written), by=by)
    except (OutOfSight, ValueError):
        found = None
    if found is None:
        raise Invalid(Problem("buku.tidak-dikenal", Where(key="--book"), written, "nomor, kunci atau pemilik buku"))
    return found


@app.command()
def verify(
    book: BookName = "",
    as_json: Annotated[bool, typer.Option("--json", help="Laporan sebagai JSON.")] = False,
) -> None:
    """Hitung ulang semuanya: keseimbangan, rantai, nomor, akun kendali, bulan, kas. Kode 1 bila ada yang salah."""
    by = _ready()
    from swadaya.ledger import verification

    number = _book(book, by).id if book else None
    with progress_bar("Memeriksa buku") as progress:
        found = verification.verify(by=by, book_id=number, progress=progress)
    counted = f"{grouped(found.books)} buku, {grouped(found.journals)} jurnal, {grouped(found.lines)} baris"
    first = found.first
    if as_json:
        summary = {"buku": found.books, "jurnal": found.journals, "baris": found.lines, "salah": len(found.problems)}
        details = [problem.as_dict() for problem in found.problems]
        typer.echo(json.dumps({**summary, "rincian": details}, ensure_ascii=False, indent=2))
    elif first is None:
        typer.echo(f"{counted}: semuanya benar.")
    else:
        typer.echo(f"{counted}: {grouped(len(found.problems))} hal salah. Yang pertama:", err=True)
        for problem in list(found.problems)[:10]:
            typer.echo(f"  {problem.code} {problem}", err=True)
    if first is not None:
        raise typer.Exit(1)


@app.command()
def export(
    book: BookName,
    format_name: Annotated[str, typer.Option("--format", help="hledger, csv, atau xlsx (dengan --out).")] = "hledger",
    out: Out = None,
) -> None:
    """Tulis seluruh buku sebagai teks hledger (juga untuk ledger), CSV, atau Excel. Hanya nomor anggota, tanpa nama."""
    if format_name not in FORMATS:
        raise Invalid(Problem("pilihan", Where(key="--format"), format_name, " / ".join(FORMATS)))
    if format_name == "xlsx" and out is None:
        raise Invalid(Problem("pilihan", Where(key="--out"), "kosong", "berkas .xlsx"))
    by = _ready()
    from swadaya.files import writing
    from swadaya.ledger import exports

    found = _book(book, by)
    if format_name == "xlsx" and out is not None:
        _keep(out, writing.workbook([exports.journals(found.id, by=by)]))
        return
    written = exports.hledger_text if format_name == "hledger" else exports.csv_text
    _write(written(found.id, by=by), out)


def _instant(typed: datetime) -> datetime:
    """A day that was typed without an hour begins when it begins in Jakarta, whatever the machine's own zone."""
    return typed if typed.tzinfo else clock.start_of(typed.date())


@app.command()
def statement(
    book: BookName,
    kind: Annotated[str, typer.Option("--kind", help=" / ".join(STATEMENTS))] = "neraca-saldo",
    on: On = None,
    since: Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Sejak tanggal ini.")] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option("--known-at", formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"], help="Seperti diketahui saat ini."),
    ] = None,
    account: Annotated[str, typer.Option("--account", help="Akun, bagi buku-besar.")] = "",
    party: Annotated[str, typer.Option("--party", help="Nomor anggota, bagi kartu.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Berkas .csv atau .xlsx.", show_default=False)] = None,
) -> None:
    """Laporan sebuah buku per tanggal mana pun, seperti diketahui pada saat mana pun."""
    if kind not in STATEMENTS:
        raise Invalid(Problem("pilihan", Where(key="--kind"), kind, " / ".join(STATEMENTS)))
    if kind == "kartu" and not party:
        raise Invalid(Problem("pilihan", Where(key="--party"), "kosong", "nomor anggota"))
    if out is not None and out.suffix not in (".csv", ".xlsx"):
        raise Invalid(Problem("pilihan", Where(key="--out"), out.name, "berkas .csv atau .xlsx"))
    by = _ready()
    from swadaya.accounts.rules.access import OutOfSight
    from swadaya.files import writing
    from swadaya.ledger import exports

    found = _book(book, by)
    days = (on.date() if on else None, since.date() if since else None)
    known = _instant(known_at) if known_at else None
    try:
        table = exports.statement(found.id, kind, *days, known_at=known, account=account, party=party, by=by)
    except OutOfSight as error:
        raise Invalid(Problem("buku.akun", Where(key="--account"), account, "akun dalam bagan buku ini")) from error
    if out is None:
        _show(table, found)
    elif out.suffix == ".xlsx":
        _keep(out, writing.workbook([table]))
    else:
        _write(writing.csv_lines(table.columns, table.rows), out)


@app.command()
def cutoff(
    book: BookName,
    file: File,
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="Tanggal lembar saldo.")],
    source: Annotated[str, typer.Option("--source", help="Lembar yang mana, misalnya nomornya.")] = "",
    trial: Trial = False,
    key: Key = "",
) -> None:
    """Ambil alih saldo kelompok lama sebagai jurnal pertama. Kode 2 bila ada yang salah; tidak ada yang dibukukan."""
    by = _ready()
    from swadaya.core import keys
    from swadaya.core.refusal import Invalid
    from swadaya.ksm.bookkeeping import outside_meetings
    from swadaya.ledger.rules import importers

    found = _book(book, by)
    sent = keys.optional(key) or keys.new_key()
    sheet = importers.cutoff(file.name, _content(file))
    _noted(sheet.notes)
    rows = f"{grouped(len(sheet.postings))} saldo"
    if trial:
        _told(outside_meetings.cutoff_problems(found, sheet, on=on.date(), source=source, by=by))
        typer.echo(f"{rows} dapat dibukukan; ini baru pemeriksaan.")
        return
    try:
        outside_meetings.load_cutoff(found, sheet, on=on.date(), source=source, key=sent, by=by)
    except Invalid as refusal:
        _told(refusal.problems)
    typer.echo(f"{rows} dibukukan sebagai jurnal nomor 1.")


@app.command("import")
def import_journals(book: BookName, file: File, trial: Trial = False, key: Key = "", again: Again = False) -> None:
    """Bukukan jurnal dari berkas, semua atau tidak satu pun. Kode 2 bila ada yang salah."""
    by = _ready()
    from swadaya.core import keys
    from swadaya.core.refusal import Invalid
    from swadaya.ksm.bookkeeping import outside_meetings
    from swadaya.ledger.rules import importers

    found = _book(book, by)
    sent = keys.optional(key) or keys.new_key()
    read = importers.journals(file.name, _content(file))
    _noted(read.notes)
    rows = f"{grouped(len(read.journals))} jurnal"
    if trial:
        before = None if again else outside_meetings.booked_before(found, read, by=by)
        _told([*outside_meetings.import_problems(found, read, by=by), *([_once_more(before)] if before else [])])
        typer.echo(f"{rows} dapat dibukukan; ini baru pemeriksaan.")
        return
    try:
        outside_meetings.import_journals(found, read, key=sent, by=by, again=again)
    except Invalid as refusal:
        _told([_once_more(problem) for problem in refusal.problems])
    typer.echo(f"{rows} dibukukan.")


def _once_more(problem: Problem) -> Problem:
    """A file that was posted before is posted again by an option only."""
    if problem.code != "impor.sudah-dibukukan":
        return problem
    return replace(problem, hint="Bila memang harus dibukukan sekali lagi, beri --again.")


def _content(file: Path) -> bytes:
    from swadaya.files.streams import read_limited
    from swadaya.ledger.rules import importers

    with file.open("rb") as stream:
        return read_limited(stream, name=file.name, limit=importers.MOST_BYTES)


def _noted(notes: Sequence[Problem]) -> None:
    from swadaya.files.folding import noted

    for line in noted(notes):
        typer.echo(line, err=True)


def _told(problems: Sequence[Problem]) -> None:
    """Every bad row, and code 2; nothing when there is none."""
    if not problems:
        return
    from swadaya.files.folding import folded

    shown, alike = folded(problems)
    for line in (*map(full, shown), *alike):
        typer.echo(line, err=True)
    hidden = len(problems) - len(shown)
    more = f", {grouped(hidden)} tidak dirinci" if hidden else ""
    typer.echo(f"{grouped(len(problems))} masalah{more}; tidak ada yang dibukukan.", err=True)
    raise typer.Exit(2)


def _show(table: Table, book: BookInfo) -> None:
    from rich.table import Table as Printed

    shown = table.in_form("file")
    printed = Printed(box=None, pad_edge=False)
    for column in shown.columns:
        printed.add_column(column.heading, justify="right" if column.is_number else "left")
    for row in shown.text_rows():
        printed.add_row(*row)
    typer.echo(f"{table.title}, {table.owner}. {table.subtitle}; sampai nomor {book.last_seq}")
    console().print(printed)


def _write(pieces: Iterator[str], out: Path | None) -> None:
    if out is None:
        sys.stdout.writelines(pieces)
        return
    with _writable(out), out.open("w", encoding="utf-8", newline="") as sink:
        sink.writelines(pieces)


def _keep(out: Path, content: bytes) -> None:
    with _writable(out):
        out.write_bytes(content)


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Raises Invalid ``keluaran.tidak-tertulis`` where a file cannot be written."""
    try:
        yield
    except OSError as error:
        where = Where(file=str(out))
        got = error.strerror or "tidak dapat ditulis"
        raise Invalid(Problem("keluaran.tidak-tertulis", where, got, "tempat yang boleh ditulis")) from error
