"""``{% load ui %}``: the parts that pages are built of. Their markup is in ``templates/ui``.

``headnote`` and ``crumbs`` stand inside a section and a face, and are shown beside the heading and above it::

    {% face "Peran baru" %}
      {% crumbs "Beri peran" %}<li><a href="/orang/">Orang</a></li>{% endcrumbs %}
      <p class="lead">...</p>
    {% endface %}
    {% section "Daftar" anchor="daftar" %}
      {% headnote %}Menurut kode desa.{% endheadnote %}
      <table>...</table>
    {% endsection %}
    {% field "Tanggal rapat" "tanggal" error=wrong.tanggal short=True %}<input id="tanggal" ...>{% endfield %}
"""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()

_NOTE, _CRUMBS = "ui.note", "ui.crumbs"


def _shown(context: Context, part: str, **values: object) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]  # there is one while a page is made
    return engine.get_template(f"ui/{part}.html").render(context.new(values))


def _taken(context: Context, key: str) -> SafeString | None:
    """What was kept for the part that is being closed; kept no longer."""
    kept: SafeString | None = context.render_context.get(key)
    context.render_context[key] = None
    return kept


@register.simple_block_tag(takes_context=True)
def face(context: Context, content: str, heading: str, crumbs: str | None = None, *, flat: bool = False) -> SafeString:
    """The head of a page. ``crumbs``: as the view made them; without any the column beside stays empty."""
    way: str | None = _taken(context, _CRUMBS)
    way = crumbs if way is None else way
    return _shown(context, "face", content=content, heading=heading, crumbs=way, bare=way is None, flat=flat)


@register.simple_block_tag(takes_context=True)
def crumbs(context: Context, content: str, here: str) -> str:
    """Kept for the face around it. ``content``: the pages above, each an ``li``; ``here``: this page."""
    context.render_context[_CRUMBS] = _shown(context, "crumbs", content=content, here=here)
    return ""


@register.simple_block_tag(takes_context=True)
def section(context: Context, content: str, heading: str, *, anchor: str = "", kind: str = "") -> SafeString:
    """A part of a page under a heading of its own. ``kind``: further classes."""
    note = _taken(context, _NOTE)
    return _shown(context, "section", content=content, heading=heading, note=note, anchor=anchor, kind=kind)


@register.simple_block_tag(takes_context=True)
def headnote(context: Context, content: SafeString) -> str:
    """Kept for the section around it."""
    context.render_context[_NOTE] = content
    return ""


@register.simple_block_tag(takes_context=True)
def errors(context: Context, content: str, heading: str) -> SafeString:
    """What is wrong, on top of a form that was refused."""
    return _shown(context, "errors", content=content, heading=heading)


@register.simple_block_tag(takes_context=True)
def field(
    context: Context,
    content: str,
    label: str,
    control: str,
    *,
    hint: str = "",
    error: str = "",
    short: bool = False,
    optional: bool = False,
) -> SafeString:
    """A control with its label, its hint and what is wrong with it. ``control``: the id of the control."""
    said = {"label": label, "control": control, "hint": hint, "error": error, "short": short, "optional": optional}
    return _shown(context, "field", content=content, **said)
