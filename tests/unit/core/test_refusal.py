"""A refusal carries all of its problems, and says what kind it is."""

from __future__ import annotations

import pytest

from swadaya.core.problem import Problem
from swadaya.core.refusal import Conflict, Invalid, NotAllowed, Refusal, raise_if

ONE, OTHER = Problem("satu.hal", got="satu", hint="Perbaiki."), Problem("dua.hal", got="dua")


@pytest.mark.parametrize("kind", [Invalid, NotAllowed, Conflict])
def test_one_problem_or_many_are_given_alike(kind: type[Refusal]) -> None:
    assert kind(ONE).problems == kind([ONE]).problems == (ONE,)
    assert kind(ONE, OTHER).problems == kind(one for one in (ONE, OTHER)).problems == (ONE, OTHER)
    assert kind(ONE).problem == ONE


def test_the_first_says_how_many_others_there_are() -> None:
    refusal = Invalid([ONE, OTHER])
    assert (refusal.problem.code, refusal.problem.hint) == ("satu.hal", "Perbaiki. Ada 1 masalah lain.")
    assert str(refusal) == str(refusal.problem)


def test_nothing_wrong_refuses_nothing() -> None:
    raise_if([])
    with pytest.raises(Invalid):
        raise_if([ONE])


def test_what_is_refused_or_late_is_not_merely_invalid() -> None:
    assert not issubclass(NotAllowed, Invalid) and not issubclass(Conflict, Invalid)
