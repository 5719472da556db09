"""``{% load words %}``: figures and dates in templates as the rest of the pages write them."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from swadaya.core.codes import dotted as dotted_code
from swadaya.core.figures import grouped as grouped_figure

from ..ui import formatting

register = template.Library()


@register.filter
def grouped(value: int) -> str:
    """1.234.567"""
    return grouped_figure(value)


@register.filter
def day(value: date) -> str:
    """18 Februari 2016"""
    return formatting.day(value)


@register.filter
def moment(value: datetime) -> str:
    """18 Februari 2016 pukul 10.32 WIB"""
    return formatting.moment(value)


@register.filter
def dotted(code: str) -> str:
    """33.04.09.2011"""
    return dotted_code(code)


@register.filter
def kilobytes(size: int) -> str:
    """A file's size, never 0."""
    return f"{grouped_figure(max(1, round(size / 1024)))} kB"


@register.filter
def led_by(value: object, before: str) -> str:
    """A value with what is written before it; nothing when there is no value.

    >>> led_by("Balai desa", ", "), led_by("", ", ")
    (', Balai desa', '')
    """
    return f"{before}{value}" if value else ""
