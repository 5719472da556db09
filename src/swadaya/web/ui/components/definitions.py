"""A list of terms with what is said of each."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def definitions(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Plain text on both sides; empty without pairs."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs)
    return SafeString(f'<dl class="terms">{items}</dl>' if items else "")
