"""A short form of a group, the same everywhere: asked, sent, refused with what was typed, or done and away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from swadaya.core.messages import sentences
from swadaya.core.problem import Problem

from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field, fields
from .page import Steps, show

Act = Callable[[QueryDict], tuple[Problem, ...]]
"""What the form is for; answers everything it was refused for."""


def ask(
    request: HttpRequest,
    questions: Sequence[Field],
    act: Act,
    *,
    title: str,
    steps: Steps,
    goes_to: str,
    button: str = "Simpan",
    first: Mapping[str, str] | None = None,
    template: str = "ksm/form.html",
    **context: Any,
) -> HttpResponseBase:
    """Show a form, or do what it asks and go on to ``goes_to``. Sight and right were decided before.

    Args:
        first: what stands in the fields when the form is opened.
        context: for the template; ``says`` are sentences on what will hold afterwards, ``danger`` marks the button.
    """
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = act(request.POST)
        if not problems:
            return redirect(goes_to)
    typed: Mapping[str, str] = request.POST if request.method == "POST" else first or {}
    return show(
        request,
        template,
        title=title,
        steps=steps,
        errors=sentences(problems),
        fields=fields(questions, typed, problems),
        button=button,
        status=UNPROCESSABLE if problems else 200,
        **context,
    )
