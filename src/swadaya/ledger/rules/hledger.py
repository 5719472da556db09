"""A book as the text that hledger and ledger read: a second opinion that anybody can ask for.

Accounts are ``class:code label``; the number stands as the code of the transaction, ids of parties as tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .charts import Account
from .journal import Journal, Posting

CURRENCY = "IDR"


def account_name(account: Account) -> str:
    """
    >>> account_name(Account("11010", "Kas", "aset"))
    'aset:11010 Kas'
    """
    return f"{account.kind}:{account.code} {_plain(account.label)}"


def declarations(accounts: Mapping[str, Account], prefix: str = "") -> Iterator[str]:
    """The currency, then one ``account`` line each: what ``hledger check --strict`` asks for."""
    yield f"commodity {CURRENCY}\n    format {CURRENCY} 1000.\n\n"
    for code in sorted(accounts):
        yield f"account {prefix}{account_name(accounts[code])}\n"
    yield "\n"


def transactions(
    journals: Iterable[tuple[int, Journal]], accounts: Mapping[str, Account], prefix: str = ""
) -> Iterator[str]:
    """One transaction a journal, in the order given.

    Args:
        journals: (number, journal).
        prefix: put before each account, such as ``"buku-7:"``, to keep several books apart in one file.
    """
    for seq, journal in journals:
        text = " | ".join(filter(None, (_plain(journal.reference), _plain(journal.memo))))
        yield f"{journal.effective_on.isoformat()} * ({seq}) {text}\n"
        for tag, value in (("membalik", journal.reverses), ("alasan", _plain(journal.reason)), ("jenis", journal.kind)):
            if value and value != "biasa":
                yield f"    ; {tag}: {value}\n"
        for posting in journal.postings:
            yield _line(posting, prefix + account_name(accounts[posting.account]))
        yield "\n"


def _line(posting: Posting, name: str) -> str:
    tags = ", ".join(f"{tag}:{value}" for tag, value in (("pihak", posting.party), ("bagian", posting.part)) if value)
    comment = f"  ; {tags}" if tags else ""
    return f"    {name}  {CURRENCY} {posting.amount}{comment}\n"


def _plain(text: str) -> str:
    """Without the signs that end a description or an account's name: semicolon, bar, brackets, double spaces, newlines.

    >>> _plain("Beli ATK;  (2 rim)")
    'Beli ATK, 2 rim'
    """
    return re.sub(r"\s+", " ", re.sub(r"[|()\[\]]", " ", text.replace(";", ","))).strip()
