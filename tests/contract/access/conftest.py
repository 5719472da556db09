"""The world of the matrix, built once for the module of tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[1] / "integration" / "web"):
    sys.path.insert(0, str(folder))

import world as made  # noqa: E402
from standing import layer  # noqa: E402

standing_world = layer("standing_world", made.build)


@pytest.fixture
def world(standing_world: made.World) -> made.World:
    """Two of everything: one side in a village of Banjarnegara, the other in a village of Bali."""
    return standing_world
