"""Problems of accounts as sentences beside a field: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms

from swadaya.core.messages import sentence
from swadaya.core.problem import Problem


def put(form: forms.Form, problems: Iterable[Problem], fields: Mapping[str, str]) -> None:
    """Show problems beside the fields they speak of.

    Args:
        fields: name of the field by the key of the problem; without one the sentence stands above the form.
    """
    for problem in problems:
        field = fields.get(problem.where.key)
        form.add_error(field if field in form.fields else None, sentence(problem))
