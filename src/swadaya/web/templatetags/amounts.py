"""``{% load amounts %}``: sums with their sign, and values looked up by a key, in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from swadaya.core import money

register = template.Library()


@register.filter
def signed(value: int) -> str:
    """A sum with a true minus: −13.000

    >>> signed(-13000), signed(13000)
    ('−13.000', '13.000')
    """
    return money.write(value)


@register.filter
def rupiah(value: int) -> str:
    """
    >>> rupiah(-2000)
    '−Rp2.000'
    """
    return money.write_rp(value)


@register.filter
def of(known: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key, or the key itself."""
    return known.get(key, key)
