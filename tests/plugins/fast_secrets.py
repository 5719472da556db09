"""Secrets of made people are hashed fast: the product's own hash is slow on purpose, hundreds of people long.

What is said of the hash itself is tested with ``own_hash``.
"""

from __future__ import annotations

from typing import Any

import pytest

FAST = "django.contrib.auth.hashers.MD5PasswordHasher"
_own: list[str] = []


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    _own[:] = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = [FAST, *_own]


@pytest.fixture
def own_hash(settings: Any) -> list[str]:
    """Hash as the product does; the names of its hashers."""
    settings.PASSWORD_HASHERS = list(_own)
    return settings.PASSWORD_HASHERS
