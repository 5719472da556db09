"""Every indicator of a method: what is asked, which scores exist, what each is worth, what is odd about the text."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped, ratio
from swadaya.methodology.schema import Branch, Indicator, Method, ScoreRule

from ..indeks.rumusan import actors_text


@dataclass(frozen=True, slots=True)
class Group:
    """A component with its contents."""

    code: str
    label: str
    note: str
    contents: list[tuple[str, str]]  # anchor, label: for the table of contents
    html: SafeString


def groups(method: Method) -> list[Group]:
    """One group a component, its indicators under the headings of dimension and variable."""
    dimensions = {branch.code: branch for branch in method.dimensions}
    variables = {branch.code: branch for branch in method.variables}
    found = []
    for number, component in enumerate(method.components):
        indicators = method.indicators[method.slices[number]]
        weight = method.weights[number]
        found.append(
            Group(
                code=component.code,
                label=component.label,
                note=_worth(method, component, weight, len(indicators), method.maxima[number]),
                contents=[(indicator.code, indicator.label) for indicator in indicators],
                html=_contents(method, indicators, weight, dimensions, variables),
            )
        )
    return found


def _worth(method: Method, component: Branch, weight: int, count: int, top: int) -> str:
    places = max(method.decimals, 4) if method.unit == "rasio" else method.decimals
    gain = ratio(method.shown(weight), places)
    reference = f" {component.reference}." if component.reference else ""
    size = f"{count} {method.level_names[3].lower()}, paling tinggi {grouped(top)} poin"
    return f"{size}; satu poin menambah indeks {gain}.{reference}"


def _contents(
    method: Method,
    indicators: tuple[Indicator, ...],
    weight: int,
    dimensions: dict[str, Branch],
    variables: dict[str, Branch],
) -> SafeString:
    parts = []
    dimension = variable = ""
    for indicator in indicators:
        if indicator.dimension != dimension:
            dimension, variable = indicator.dimension, ""
            branch = dimensions.get(dimension)
            if branch is not None and branch.label:
                parts.append(f'<p class="dimension">{escape(method.level_names[1])}: <b>{escape(branch.label)}</b></p>')
        if indicator.variable != variable:
            variable = indicator.variable
            branch = variables.get(variable)
            if branch is not None and branch.label:
                parts.append(f'<p class="note">{escape(method.level_names[2])}: {escape(branch.label)}</p>')
        parts.append(_indicator(method, indicator, weight))
    return SafeString("".join(parts))


def _indicator(method: Method, indicator: Indicator, weight: int) -> str:
    quantity = indicator.quantity
    asks = " ".join(escape(ask) for ask in quantity.asks) if quantity else ""
    unit = f" <small>({escape(quantity.unit)})</small>" if quantity and quantity.unit else ""
    lines = [f"<p>{asks}{unit}</p>"] if asks else []
    lines.append(_scores(method, indicator, weight))
    if indicator.scores_note:
        lines.append(f'<p class="note">{escape(indicator.scores_note)}</p>')
    if indicator.note:
        lines.append(f'<div class="say"><p>{escape(indicator.note)}</p></div>')
    numbers = [f"“{escape(indicator.official)}”"] if indicator.official else []
    if indicator.no_article:
        numbers.append(f"Pasal {escape(indicator.no_article)}")
    if indicator.no_annex:
        numbers.append(f"lampiran nomor {indicator.no_annex}")
    actors = actors_text(indicator)
    foot = [
        f"Nama pada sumber: {', '.join(numbers)}." if numbers else "",
        f"Yang dapat bertindak: {escape(actors)}." if actors else "",
        f"Rujukan: {escape(indicator.reference)}." if indicator.reference else "",
        escape(indicator.verification),
    ]
    lines.append(f'<p class="note">{" ".join(part for part in foot if part)}</p>')
    return (
        f'<article class="indicator" id="{escape(indicator.code)}"><h3>{escape(indicator.label)} '
        f"<small>{escape(indicator.code)}</small></h3>{''.join(lines)}</article>"
    )


def _scores(method: Method, indicator: Indicator, weight: int) -> str:
    if not any(rule.text or rule.printed for rule in indicator.rules):
        scores = ", ".join(str(value) for value in indicator.scores)
        return f"<p>Skor yang ada: {scores}.</p>"
    top = indicator.maximum
    rows = "".join(_rule(method, rule, (top - rule.value) * weight) for rule in indicator.rules)
    return (
        f'<table><caption class="vh">Skor untuk {escape(indicator.label)}</caption><thead><tr>'
        f'<th scope="col" class="num">Skor</th><th scope="col">Keadaan desa</th>'
        f'<th scope="col">Langkah menurut sumber</th>'
        f'<th scope="col" class="num">+ nilai</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _rule(method: Method, rule: ScoreRule, gain: int) -> str:
    places = method.decimals
    more = f"+{ratio(Fraction(method.shown(gain)), places)}" if gain else "–"
    printed = f"<br><small>tercetak: “{escape(rule.printed)}”</small>" if rule.printed else ""
    return (
        f'<tr><th scope="row" class="num">{rule.value}</th><td>{escape(rule.text)}{printed}</td>'
        f'<td>{escape(rule.action) or "–"}</td><td class="num">{more}</td></tr>'
    )
