"""Commands are English verbs below the product's nouns; what they were called before still works."""

from __future__ import annotations

import pytest

from swadaya.cli import former_words
from swadaya.cli.main import COMMANDS, load

NOUNS = {"akun", "db", "indeks", "ksm", "ledger", "pendataan", "rules", "wilayah"}


def verbs(noun: str) -> dict[str, set[str]]:
    """Verb to its options."""
    found = getattr(load(noun), "commands", {})
    return {name: {word for param in one.params for word in getattr(param, "opts", ())} for name, one in found.items()}


def test_the_nouns_are_the_words_of_the_product():
    assert set(COMMANDS) - {"run", "serve", "worker", "prepare"} == NOUNS


@pytest.mark.parametrize("noun", sorted(former_words.VERBS))
def test_a_former_verb_leads_to_one_that_exists(noun: str):
    known = verbs(noun)
    for former, now in former_words.VERBS[noun].items():
        assert former not in known and now in known


@pytest.mark.parametrize("noun", sorted(former_words.OPTIONS))
def test_a_former_option_leads_to_one_that_exists(noun: str):
    known = set().union(*verbs(noun).values())
    for former, now in former_words.OPTIONS[noun].items():
        assert former not in known and now in known
