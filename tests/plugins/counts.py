"""How many examples a property is tried on: few in the usual run, many in ``make test-long``."""

from __future__ import annotations

import pytest
from hypothesis import settings

_long = False


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    global _long
    _long = bool(config.getoption("--long"))
    settings.register_profile("usual", deadline=None, max_examples=50)  # timing never decides a test
    settings.register_profile("long", deadline=None, max_examples=1000)
    settings.load_profile("long" if _long else "usual")


def examples(usual: int, long: int) -> int:
    """Of the two counts the one of this run; modules of tests are read after it is known."""
    return long if _long else usual
