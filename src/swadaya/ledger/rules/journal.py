"""What a journal is, and everything that is wrong with one.

An amount is whole Rupiah with a sign: above zero a debit, below zero a credit. A journal sums to zero. Nothing here
changes a journal: a correction is a journal that mirrors another, and a new one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from swadaya.core import money, names
from swadaya.core.figures import grouped
from swadaya.core.money import Rupiah
from swadaya.core.problem import Problem, Where

from .charts import Account

Kind = Literal["biasa", "pembukaan", "penutup"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""pembukaan: balances taken over from older books. penutup: income and expense moved to equity at the end of a year."""

LARGEST = money.POSTING.most
MOST_JOURNALS = 5_000
MOST_LINES = 1_000
COMPOSED = ("uraian", "bukti")
"""Memo and reference, where the product writes both."""
TEXT = 200
REFERENCE = 40
_PARTY = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,39}", re.ASCII)
_PART = re.compile(r"[0-9a-z-]{0,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Posting:
    """One line. ``party``: an opaque id, never a name; ``part``: a kind within it, such as of savings."""

    account: str
    amount: Rupiah
    party: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """``reverses``: the number of the journal that this one takes back; ``reason``: why, and why cash differed.

    ``composed``: which texts the product wrote, so that they are judged for no names; not kept with the journal.
    """

    effective_on: date
    memo: str
    postings: tuple[Posting, ...]
    reference: str = ""
    kind: Kind = "biasa"
    reverses: int | None = None
    reason: str = ""
    composed: tuple[str, ...] = field(default=(), compare=False)

    @property
    def total(self) -> Rupiah:
        return sum(posting.amount for posting in self.postings)


@dataclass(frozen=True, slots=True)
class Held:
    """A journal of the book that another wants to take back. ``reversed_by``: the number of the one that did."""

    seq: int
    journal: Journal
    reversed_by: int | None = None


@dataclass(frozen=True, slots=True)
class BookState:
    """What the rules need to know of a book. ``names``: names of its parties, which no text may hold."""

    opened_on: date
    closed_through: date | None
    accounts: Mapping[str, Account]
    today: date
    names: Collection[str] = ()
    held: Mapping[int, Held] = field(default_factory=lambda: MappingProxyType({}))


def mirror(journal: Journal, *, seq: int, on: date, reason: str) -> Journal:
    """The journal that takes back number ``seq``: the same lines with the sign turned, and the same kind."""
    postings = tuple(Posting(line.account, -line.amount, line.party, line.part) for line in journal.postings)
    return Journal(on, f"Membalik nomor {seq}", postings, journal.reference, journal.kind, seq, reason, COMPOSED)


def numbered(journals: Sequence[Journal], first: int) -> tuple[Journal, ...]:
    """Journals that name what they take back by its place among them (from 1), as they are named from ``first`` on."""
    return tuple(
        item if item.reverses is None else replace(item, reverses=first + item.reverses - 1) for item in journals
    )


def batch_problems(
    journals: Sequence[Journal], book: BookState, *, rows: Sequence[int] | None = None, first: int | None = None
) -> list[Problem]:
    """Everything that is wrong with journals to be posted together.

    Args:
        rows: where in a file each journal stands; without it they are counted from 1.
        first: the number that the first of them will have: then one may take back another before it.

    Problems: ``jurnal.kosong``, ``.terlalu-banyak``, ``.dibalik-dua-kali`` and those of :func:`problems`.
    """
    if not journals:
        return [Problem("jurnal.kosong", got="tanpa jurnal", expected="paling sedikit satu jurnal")]
    if len(journals) > MOST_JOURNALS:
        most = f"paling banyak {grouped(MOST_JOURNALS)} jurnal sekali catat"
        return [Problem("jurnal.terlalu-banyak", got=f"{grouped(len(journals))} jurnal", expected=most)]
    found = []
    for at, (row, journal) in enumerate(zip(rows or range(1, len(journals) + 1), journals, strict=True)):
        known = book if first is None else _with_own(book, journal, journals[:at], first)
        found += problems(journal, known, row=row)
    taken = Counter(journal.reverses for journal in journals if journal.reverses is not None)
    found += [
        Problem("jurnal.dibalik-dua-kali", Where(key=f"nomor {seq}"), f"{count} pembalik", "satu pembalik")
        for seq, count in taken.items()
        if count > 1
    ]
    return found


def _with_own(book: BookState, journal: Journal, before: Sequence[Journal], first: int) -> BookState:
    """The book as it will be where a journal takes back one that is posted together with it, before it."""
    seq = journal.reverses
    if seq is None or not first <= seq < first + len(before):
        return book
    return replace(book, held={**book.held, seq: Held(seq, before[seq - first])})


def problems(journal: Journal, book: BookState, *, row: int | None = None) -> list[Problem]:
    """Everything that is wrong with one journal.

    Problems: ``jurnal.kurang-baris``, ``.terlalu-banyak-baris``, ``.tak-seimbang``, ``.jenis``, those of its lines
    (``.nol``, ``.terlalu-besar``, ``.akun``, ``.pihak``, ``.bagian``), of its date (``.bulan-ditutup``,
    ``.sebelum-buku``, ``.tanggal-depan``), of its texts (``.teks``, ``.tanpa-alasan``, ``nama.dalam-teks``), and of a
    reversal (``.tak-ada``, ``.sudah-dibalik``, ``.pembalik``, ``.balik-lebih-awal``, ``.balik-berbeda``).
    """
    found: list[Problem] = []
    if not 2 <= len(journal.postings) <= MOST_LINES:
        code = "jurnal.kurang-baris" if len(journal.postings) < 2 else "jurnal.terlalu-banyak-baris"
        found.append(Problem(code, Where(row=row), f"{len(journal.postings)} baris", f"2 sampai {MOST_LINES} baris"))
    if journal.total:
        debit, credit = sides(journal.postings)
        got = f"debit {money.write(debit)}, kredit {money.write(credit)}"
        expected = "debit sama dengan kredit"
        hint = f"Selisihnya {money.write(abs(journal.total))}."
        found.append(Problem("jurnal.tak-seimbang", Where(row=row), got, expected, hint))
    if journal.kind not in KINDS:
        found.append(Problem("jurnal.jenis", Where(row=row), journal.kind, " / ".join(KINDS)))
    for posting in journal.postings:
        found += _line_problems(posting, book.accounts, row)
    found += _date_problems(journal.effective_on, book, row)
    found += _text_problems(journal, book.names, row)
    if journal.reverses is not None:
        found += _reversal_problems(journal, book.held.get(journal.reverses), row)
    return found


def sides(postings: Iterable[Posting]) -> tuple[Rupiah, Rupiah]:
    """(debit, credit), both above zero."""
    amounts = [posting.amount for posting in postings]
    return sum(amount for amount in amounts if amount > 0), -sum(amount for amount in amounts if amount < 0)


def _line_problems(posting: Posting, accounts: Mapping[str, Account], row: int | None) -> list[Problem]:
    account = accounts.get(posting.account)
    if account is not None and 0 < abs(posting.amount) <= LARGEST and _named_rightly(posting, account):
        return []
    where = Where(row=row, column=posting.account)
    found = []
    if posting.amount == 0:
        found.append(Problem("jurnal.nol", where, "0", "jumlah yang bukan nol"))
    if abs(posting.amount) > LARGEST:
        most = f"paling banyak {money.write(LARGEST)}"
        found.append(Problem("jurnal.terlalu-besar", where, money.write(posting.amount), most))
    if account is None:
        return [*found, Problem("jurnal.akun", where, posting.account, "akun dalam bagan buku ini")]
    if account.parties and not _PARTY.fullmatch(posting.party):
        expected = "nomor anggota: huruf, angka, titik, garis; paling panjang 40"
        hint = "" if posting.party else "Akun ini dicatat tiap orang atau kelompok: sebut siapa."
        found.append(Problem("jurnal.pihak", where, posting.party or "tanpa pihak", expected, hint))
    if not account.parties and (posting.party or posting.part):
        found.append(Problem("jurnal.pihak", where, posting.party or posting.part, "akun tanpa pihak"))
    if account.parties and not _part_fits(posting, account):
        found.append(Problem("jurnal.bagian", where, posting.part or "kosong", " / ".join(account.parts) or "huruf"))
    return found


def _named_rightly(posting: Posting, account: Account) -> bool:
    """Whether the line names a party exactly when its account asks for one."""
    if not account.parties:
        return not posting.party and not posting.part
    return bool(_PARTY.fullmatch(posting.party)) and _part_fits(posting, account)


def _part_fits(posting: Posting, account: Account) -> bool:
    return posting.part in account.parts if account.parts else bool(_PART.fullmatch(posting.part))


def _date_problems(day: date, book: BookState, row: int | None) -> list[Problem]:
    closed = book.closed_through is not None and day <= book.closed_through
    if book.opened_on <= day <= book.today and not closed:
        return []
    where, got = Where(row=row, column="tanggal"), day.isoformat()
    if day > book.today:
        return [Problem("jurnal.tanggal-depan", where, got, f"paling lambat hari ini, {book.today.isoformat()}")]
    if day < book.opened_on:
        return [Problem("jurnal.sebelum-buku", where, got, f"tidak sebelum buku dibuka, {book.opened_on.isoformat()}")]
    expected = f"tanggal sesudah {book.closed_through.isoformat()}" if book.closed_through else ""
    hint = "Bulan itu sudah ditutup. Catat pada bulan yang terbuka, atau mintalah bulan itu dibuka lagi."
    return [Problem("jurnal.bulan-ditutup", where, got, expected, hint)]


def _text_problems(journal: Journal, known: Collection[str], row: int | None) -> list[Problem]:
    found = []
    texts = {"uraian": (journal.memo, TEXT), "bukti": (journal.reference, REFERENCE), "alasan": (journal.reason, TEXT)}
    for column, (text, longest) in texts.items():
        if not text:
            continue
        where = Where(row=row, column=column)
        if len(text) > longest or not _one_line(text):
            found.append(Problem("jurnal.teks", where, text[:40], f"satu baris teks, paling panjang {longest}"))
    typed = {key: text for key, (text, _) in texts.items() if key not in journal.composed}
    found += names.problems(typed, known, place=lambda column: Where(row=row, column=column))
    if not journal.memo.strip():
        found.append(Problem("jurnal.teks", Where(row=row, column="uraian"), "kosong", "uraian yang terisi"))
    if journal.reverses is not None and not journal.reason.strip():
        found.append(Problem("jurnal.tanpa-alasan", Where(row=row, column="alasan"), "kosong", "alasan membalik"))
    return found


def _one_line(text: str) -> bool:
    return text.isprintable() or not any(unicodedata.category(sign)[0] == "C" for sign in text)


def _reversal_problems(journal: Journal, held: Held | None, row: int | None) -> list[Problem]:
    where = Where(row=row, key=f"nomor {journal.reverses}")
    if held is None:
        return [Problem("jurnal.tak-ada", where, f"nomor {journal.reverses}", "nomor jurnal dalam buku ini")]
    if held.reversed_by is not None:
        got = f"sudah dibalik oleh nomor {held.reversed_by}"
        return [Problem("jurnal.sudah-dibalik", where, got, "jurnal yang belum dibalik")]
    if held.journal.reverses is not None:
        hint = "Catat lagi jurnal yang semestinya."
        return [Problem("jurnal.pembalik", where, "sendirinya pembalik", "jurnal yang bukan pembalik", hint)]
    found = []
    if journal.effective_on < held.journal.effective_on:
        expected = f"tidak sebelum {held.journal.effective_on.isoformat()}"
        found.append(Problem("jurnal.balik-lebih-awal", where, journal.effective_on.isoformat(), expected))
    if net((*journal.postings, *held.journal.postings)) or journal.kind != held.journal.kind:
        found.append(Problem("jurnal.balik-berbeda", where, "baris yang berbeda", "baris yang sama, sisi terbalik"))
    return found


def net(postings: Iterable[Posting]) -> dict[tuple[str, str, str], Rupiah]:
    """(account, party, part) -> what is left after all lines; nothing where it is zero."""
    totals: Counter[tuple[str, str, str]] = Counter()
    for posting in postings:
        totals[posting.account, posting.party, posting.part] += posting.amount
    return {key: amount for key, amount in totals.items() if amount}
