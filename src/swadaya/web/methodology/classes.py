"""How a method adds up, and where its classes begin."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped
from swadaya.methodology.schema import Method

from ..ui.components.folding_table import Column, folding
from ..ui.components.status import mark
from ..ui.formatting import index_text, listing, upper_border

_STEPS = {"component": "Komponen", "index": "Indeks"}


def formula_lines(method: Method) -> list[tuple[str, str, str]]:
    """Each step: its name, the rule in words, its article; then the same in whole numbers."""
    lines = [(_STEPS.get(level, level), text, reference) for level, text, reference in method.rule_texts]
    terms = [
        f"{f'{grouped(weight)} × ' if weight > 1 else ''}poin {component.code}"
        for weight, component in zip(method.weights, method.components, strict=True)
    ]
    top = [
        f"{component.code} {grouped(maximum)}"
        for component, maximum in zip(method.components, method.maxima, strict=True)
    ]
    lines.append(
        (
            "Bilangan bulat",
            f"poin indeks = {' + '.join(terms)}; indeks = poin indeks ÷ {grouped(method.denominator)}. "
            f"Poin tertinggi: {listing(top)}.",
            "diturunkan dari aturan di atas; tidak ada pembulatan sebelum kelas ditentukan",
        )
    )
    return lines


def classes_table(method: Method) -> SafeString:
    """Every class, highest first: borders printed and in whole points, other names, meaning, article."""
    columns = (
        Column("Status"),
        Column("Indeks", "wide", "Indeks"),
        Column("Poin indeks", "wide", "Poin indeks"),
        Column("Arti menurut peraturan", "wide"),
    )
    size = len(method.classes)
    rows = []
    for status in reversed(method.classes):
        low = method.lowest_k[status.level - 1]
        high = method.lowest_k[status.level] - 1 if status.level < size else method.denominator
        border = f"sampai {index_text(method, upper_border(status))}"
        if status.level > 1:
            above = f"di atas {index_text(method, status.range.lower)}"
            border = f"{above} {border}" if status.level < size else above
        names = f"<br><small>disebut juga {escape(listing(list(status.synonyms)))}</small>" if status.synonyms else ""
        meaning = f"{escape(status.meaning)} " if status.meaning else ""
        rows.append(
            (
                f"status-{status.code}",
                f"{mark(status, size)}{names}",
                (
                    border,
                    f"{grouped(low)} sampai {grouped(high)}",
                    f"{meaning}<small>{escape(status.reference)}</small>",
                ),
            )
        )
    return folding("Status, dari yang tertinggi", columns, rows, css="classes")
