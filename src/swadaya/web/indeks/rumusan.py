"""The rumusan of a village: each indicator's score, the next step, who can take it and what it adds."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped
from swadaya.methodology.explain import ComponentShare, Explanation, IndicatorShare
from swadaya.methodology.schema import Indicator, Method

from .. import links
from ..ui.components.folding_table import Column, Row, drawn, framed
from ..ui.components.status import mark
from ..ui.formatting import index_text, k_text, listing
from .page_context import EXAMPLE

_ACTORS = {"pusat": "Pusat", "prov": "Prov", "kab": "Kab", "desa": "Desa", "csr": "CSR", "lain": "Lain"}
_SHOWN_STEPS = 5


def _open_shares(explanation: Explanation) -> Iterator[tuple[ComponentShare, IndicatorShare]]:
    for component in explanation.components:
        for share in component.indicators:
            if share.rule is not None and share.gains:
                yield component, share


def actors_text(indicator: Indicator) -> str:
    """ "Kab: Dinkes; Desa: DD" """
    return "; ".join(_actor(_ACTORS.get(level, level), who) for level, who in indicator.actors)


def _actor(level: str, who: str) -> str:
    return who if who.casefold() == level.casefold() else f"{level}: {who}"


def action_text(share: IndicatorShare) -> str:
    """What the source names as the thing to do; what the next score asks for where it names nothing."""
    if share.rule is not None and share.rule.action:
        return share.rule.action
    wanted = share.indicator.rule(share.gains[0][0]).text
    return f"capai: {wanted}" if wanted else "belum disebut sumber"


def worth_note(explanation: Explanation) -> str:
    """What the next class asks for, and what one point of each component is worth."""
    following = explanation.next
    if following is None or explanation.k is None:
        return ""
    worth = [
        f"{part.component.name or part.component.label} {grouped(part.weight)}"
        for part in sorted(explanation.components, key=lambda part: -part.weight)
    ]
    need = (
        f"Untuk {following.status.label} perlu {grouped(following.k)} poin indeks; sekarang {grouped(explanation.k)}."
    )
    if len({part.weight for part in explanation.components}) == 1:
        return need
    return f"{need} Nilai satu poin: {listing(worth)}."


def next_steps(explanation: Explanation) -> SafeString:
    """The single steps to the next existing score that add most, and what the village would be after each."""
    if explanation.k is None or explanation.status is None:
        return SafeString("")
    method = explanation.method
    ranked = sorted(_open_shares(explanation), key=lambda pair: (-pair[1].gains[0][1], -pair[1].gains[-1][1]))
    items = []
    for number, (_, share) in enumerate(ranked[:_SHOWN_STEPS], 1):
        score, gain = share.gains[0]
        k = explanation.k + gain
        status = method.class_of(k)
        enough = "langkah ini saja sudah menaikkan kelas" if status.level > explanation.status.level else ""
        action = action_text(share)
        remarks = " · ".join(filter(None, (enough, actors_text(share.indicator))))
        items.append(
            f'<li><span class="n">{number}</span><div><h3>{_linked(method, share.indicator)}</h3>'
            f"<p>{escape(action[:1].upper() + action[1:])}. Skor {share.score} → {score}. "
            f'<span class="gain">+{grouped(gain)} poin indeks → {index_text(method, method.index(k))}</span></p>'
            f"<p>{mark(status, len(method.classes))} <small>{escape(remarks)}</small></p></div></li>"
        )
    return SafeString(f'<ol class="steps">{"".join(items)}</ol>' if items else "")


def _linked(method: Method, indicator: Indicator) -> str:
    return f'<a href="{escape(links.method(method.id, indicator.code))}">{escape(indicator.label)}</a>'


_COLUMNS = (
    Column("Indikator"),
    Column("Skor sekarang", "wide"),
    Column("Langkah", "wide", "Langkah:"),
    Column("Siapa", "wide"),
    Column("+ nilai bila\nskor menjadi", "num lab", "Bila skor menjadi:"),
    Column("+ nilai skor\ntertinggi", "num"),
)
_drawn: dict[tuple[str, str, int], str] = {}
"""Rows by version of the method, indicator and score: there are some hundreds, and every village is made of them."""


def rumusan_table(explanation: Explanation, *, example: bool) -> SafeString:
    """Indicators that are not full, largest possible gain first."""
    ranked = sorted(_open_shares(explanation), key=lambda pair: (-pair[1].gains[-1][1], -pair[1].gains[0][1]))
    note = f" {EXAMPLE}" if example else ""
    caption = f"{len(ranked)} indikator yang belum penuh, dari tambahan terbesar bila menjadi penuh (kolom kanan){note}"
    rows = "".join(_row(explanation.method, component, share) for component, share in ranked)
    return framed(caption, _COLUMNS, rows, css="rum")


def _row(method: Method, component: ComponentShare, share: IndicatorShare) -> str:
    key = (method.version, share.indicator.code, share.score)
    row = _drawn.get(key)
    if row is None:
        row = _drawn[key] = drawn(_COLUMNS, [_cells(method, component, share)])
    return row


def _cells(method: Method, component: ComponentShare, share: IndicatorShare) -> Row:
    indicator = share.indicator
    heading = f"{_linked(method, indicator)} <small>{escape(component.component.code)}</small>"
    text = f" · {escape(share.rule.text)}" if share.rule and share.rule.text else ""
    steps = "".join(f'<span class="step">{score} <b>+{k_text(method, gain)}</b></span>' for score, gain in share.gains)
    cells = (
        f"<b>{share.score}</b><small> / {indicator.maximum}</small>{text}",
        escape(action_text(share)),
        f"<small>{escape(actors_text(indicator))}</small>",
        steps,
        f"+{k_text(method, share.gains[-1][1])}",
    )
    return "", heading, cells


def full_list(explanation: Explanation) -> SafeString:
    """Indicators at their highest score, by component; empty when there is none."""
    groups = []
    for component in explanation.components:
        full = [share for share in component.indicators if share.rule is not None and not share.gains]
        if full:
            names = "".join(
                f"<li>{escape(share.indicator.label)} <small>{share.score}"
                f"{f' · {escape(share.rule.text)}' if share.rule and share.rule.text else ''}</small></li>"
                for share in full
            )
            title = component.component.name or component.component.label
            heading = escape(title[:1].upper() + title[1:])
            groups.append(f'<h3>{heading} <small>{len(full)} indikator</small></h3><ul class="plain">{names}</ul>')
    return SafeString("".join(groups))


def full_count(explanation: Explanation) -> int:
    """How many indicators are at their highest score."""
    return sum(
        share.rule is not None and not share.gains for part in explanation.components for share in part.indicators
    )


def missing_scores(explanation: Explanation) -> list[str]:
    """Indicators without a usable score: why a village has no index."""
    return [share.indicator.label for part in explanation.components for share in part.indicators if share.rule is None]


def notes(explanation: Explanation) -> list[tuple[str, str]]:
    """What is odd about the printed text of the indicators that are not full."""
    return [
        (share.indicator.label, share.indicator.note) for _, share in _open_shares(explanation) if share.indicator.note
    ]
