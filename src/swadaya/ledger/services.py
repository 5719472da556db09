"""Writes of the room: open a book, post, take back, count cash, close and open months. Each is one transaction.

A key made by the client names each writing: the same key and content answers the same result again and writes nothing,
other content under it is refused (``buku.kunci-lain``). Services may run inside an outer transaction.
"""

from ._command_context import CLOSE, POST, REOPEN, REVERSE
from ._imports import Trial, book_cash_difference, import_journals, load_cutoff
from ._months import close_period, reopen_period
from ._opening import adopt_chart, erase_party, name_parties, open_book
from ._posting import Posted, post_batch, replace, reverse

__all__ = [
    "CLOSE",
    "POST",
    "REOPEN",
    "REVERSE",
    "Posted",
    "Trial",
    "adopt_chart",
    "book_cash_difference",
    "close_period",
    "erase_party",
    "import_journals",
    "load_cutoff",
    "name_parties",
    "open_book",
    "post_batch",
    "reopen_period",
    "replace",
    "reverse",
]
