"""The Panca Sutra score card as the page shows it: points, pictures of them, and the records behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.core.figures import percent
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors
from swadaya.ksm.rules import panca_sutra
from swadaya.ksm.rules.panca_sutra import Figure, Line, ScoreCard
from swadaya.ksm.values import GroupPage

from ..ui.formatting import day

WINDOW = 4
"""Meetings of the window that is shown first. Source: seed 004, the four weeks of the pilot."""


@dataclass(frozen=True, slots=True)
class FigureView:
    figure: Figure
    text: str
    records: tuple[tuple[str, str, bool], ...]  # whom or which, how it counted, whether it counted


@dataclass(frozen=True, slots=True)
class LineView:
    line: Line
    picture: SafeString
    note: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    card: ScoreCard
    waiting: int
    lines: tuple[LineView, ...]


def window(page: GroupPage) -> tuple[date, date]:
    """The days of the last four meetings, or of the last four weeks."""
    held = [line.on for line in page.meetings[:WINDOW]]
    if held:
        return min(held), max(held)
    today = clock.today()
    return today - timedelta(days=7 * WINDOW - 1), today


def card_of(page: GroupPage, first: date, last: date, *, names: Mapping[int, str], by: Viewer) -> CardView | None:
    """The card of a window; None when no rule file is in force there."""
    try:
        card = selectors.score_card(page.id, first=first, last=last, by=by)
    except Invalid:
        return None
    numbers = {str(line.id): line.number for line in page.meetings}
    lines = tuple(_line(one, names, numbers) for one in card.lines)
    return CardView(card, sum(one.points is None for one in card.lines), lines)


def _line(line: Line, names: Mapping[int, str], numbers: Mapping[str, int]) -> LineView:
    figures = tuple(_figure(figure, names, numbers) for figure in line.figures)
    said = [f"{figure.figure.label.lower()} {figure.text}" for figure in figures if figure.figure.in_force]
    note = line.note or "; ".join(said)
    return LineView(line, picture(line.whole_points, line.rule.points), note, figures)


def _figure(one: Figure, names: Mapping[int, str], numbers: Mapping[str, int]) -> FigureView:
    text = f"{one.part} dari {one.whole}"
    if one.code == "kehadiran" and one.ratio is not None:
        text = f"{percent(one.ratio.numerator, one.ratio.denominator)} %"
    records = tuple((_named(record, names, numbers), record.text, record.counted) for record in one.records)
    return FigureView(one, text, records)


def _named(record: panca_sutra.Record, names: Mapping[int, str], numbers: Mapping[str, int]) -> str:
    if record.kind == "anggota":
        return names.get(int(record.key), "anggota yang keluar")
    number = f"Rapat ke-{numbers[record.key]}" if record.key in numbers else "Rapat"
    return f"{number}, {day(record.on)}" if record.on else number


def picture(points: int | None, most: int) -> SafeString:
    """Points as filled boxes, one for each that can be had."""
    step = 100 / most
    boxes = "".join(
        f'<rect x="{number * step:g}%" width="{step * 0.84:g}%" y="0" height="12" '
        f'class="{"fill-ink" if number < (points or 0) else "seg-off"}"/>'
        for number in range(most)
    )
    return SafeString(f'<svg class="pic" height="12" aria-hidden="true">{boxes}</svg>')
