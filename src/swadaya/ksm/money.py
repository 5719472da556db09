"""Amounts of Rupiah as people write them, to whole numbers."""

from __future__ import annotations

import re

from swadaya.core.figures import grouped

LARGEST = 10**12
"""No single line of a group's meeting comes near; beyond it a slip of the finger is likelier."""

_WRITTEN = re.compile(r"(?:Rp\.?\s*)?(\d+|\d{1,3}(?:\.\d{3})+)(?:,(?:00|-))?", re.IGNORECASE | re.ASCII)


def parse(written: object) -> int | None:
    """Rupiah, 0 or more; None when it is no amount. An empty field is 0.

    >>> parse("1.500.000"), parse("1500000"), parse("Rp1.500.000"), parse(" Rp 2.000,00 "), parse("")
    (1500000, 1500000, 1500000, 2000, 0)
    >>> parse("1.50"), parse("1,500"), parse("-5"), parse(2.5), parse(True)
    (None, None, None, None, None)
    """
    if written is None:
        return 0
    if isinstance(written, bool):
        return None
    if isinstance(written, int):
        return written if 0 <= written <= LARGEST else None
    if not isinstance(written, str):
        return None
    text = written.strip()
    if not text or text in ("-", "–"):
        return 0
    found = _WRITTEN.fullmatch(text)
    if found is None or len(text) > 30:
        return None
    amount = int(found[1].replace(".", ""))
    return amount if amount <= LARGEST else None


def rupiah(amount: int) -> str:
    """
    >>> rupiah(1500000), rupiah(-2000)
    ('Rp1.500.000', '−Rp2.000')
    """
    return f"−Rp{grouped(-amount)}" if amount < 0 else f"Rp{grouped(amount)}"
