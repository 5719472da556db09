"""From data to PDF: a fixed template, and the values as JSON that it reads. Text is never joined to markup.

The compiler comes with its own fonts and is given no other; it reads the folder of the templates and nothing else, and
the date inside the file is the document's. Equal data therefore give equal bytes, on any machine with that version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

import typst

TEMPLATES = Path(__file__).parent / "templates"
_STANDARD: Literal["ua-1"] = "ua-1"


class Document(Protocol):
    """Values of one template."""

    @property
    def template(self) -> str: ...

    def as_data(self) -> Mapping[str, Any]: ...


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the compiler: Libertinus Serif for text, DejaVu Sans Mono for codes."""
    return typst.Fonts(include_system_fonts=False)


def pdf_of(document: Document) -> bytes:
    """A document as PDF."""
    return render(document.template, document.as_data())


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """A template with its data as PDF, accessible (PDF/UA-1) unless the data say ``"tagged": false``.

    Args:
        template: name of a file in ``templates``, without its ending.
        data: what ``as_data`` of its dataclass gives; ``document_date`` is the date inside the file.

    Raises:
        KeyError: no such template.
    """
    place = TEMPLATES / f"{template}.typ"
    if template not in names():
        raise KeyError(template)
    on = data["document_date"]
    tagged = bool(data.get("tagged", True))
    return typst.compile(
        place,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime(on["year"], on["month"], on["day"], tzinfo=UTC),
        pdf_standards=_STANDARD if tagged else None,
        pdf_tags=tagged,
    )


@cache
def names() -> frozenset[str]:
    """The templates there are."""
    return frozenset(path.stem for path in TEMPLATES.glob("*-*.typ"))
