"""``{% load tables %}``: ``{% table list %}`` draws a :class:`swadaya.core.tables.Table`."""

from __future__ import annotations

from django import template

from ..ui import table

register = template.Library()
register.simple_tag(table.drawn, name="table")
