"""Answers that are offered, never taken over by themselves: last year's, and what other rooms know."""

from __future__ import annotations

from collections.abc import Iterable

from swadaya.methodology import method as load_method

from . import evidence
from .models import Answer, Cycle, Form
from .rules import answer_parsing
from .rules.answer_checks import Value
from .rules.questions import questionnaire
from .values import Offer

LAST_YEAR = "tahun-lalu"


def last_year_forms(cycle: Cycle, villages: Iterable[str]) -> dict[str, Form]:
    """The forms of the year before on the same method, by village."""
    found = Form.objects.filter(cycle__method=cycle.method, cycle__year=cycle.year - 1, desa__in=list(villages))
    return {form.desa: form for form in found}


def last_year_texts(cycle: Cycle, villages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Last year's answers by village and column."""
    forms = {form.id: desa for desa, form in last_year_forms(cycle, villages).items()}
    found: dict[str, dict[str, str]] = {}
    rows = Answer.objects.filter(form__in=forms, current=True).exclude(value="")
    for form_id, column, value in rows.values_list("form_id", "column", "value"):
        found.setdefault(forms[form_id], {})[column] = value
    return found


def last_year_values(cycle: Cycle, desa: str) -> dict[str, Value]:
    asked = questionnaire(load_method(cycle.method))
    return answer_parsing.values_of(asked, last_year_texts(cycle, [desa]).get(desa, {}))


def offers_for(cycle: Cycle, desa: str) -> list[Offer]:
    """Everything offered for a form; an offer that is no answer to its field is left out."""
    asked = questionnaire(load_method(cycle.method))
    fields = asked.fields
    found = [
        Offer(column, value, answer_parsing.shown(fields[column], value), f"Jawaban {cycle.year - 1}", LAST_YEAR)
        for column, value in last_year_texts(cycle, [desa]).get(desa, {}).items()
        if column in fields and answer_parsing.parse(fields[column], value)[0]
    ]
    for source, item in evidence.offers(desa, cycle.year):
        if not item.column:
            found.append(Offer("", item.value, item.value, f"{item.label} ({item.source})", source))
        elif item.column in fields:
            value = answer_parsing.parse(fields[item.column], item.value)[0]
            if value:
                shown = answer_parsing.shown(fields[item.column], value)
                found.append(Offer(item.column, value, shown, f"{item.label} ({item.source})", source))
    return found
