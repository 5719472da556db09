"""What every test may use. Unit tests start no database; the first test that asks for one does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "plugins"))
pytest_plugins = ("suite_clock", "suite_needs", "counts", "suite_database", "fast_secrets", "standing")

# A run must not depend on, nor touch, what the developer's own environment points to.
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SWADAYA_HOME", "SWADAYA_RULES", "SWADAYA_STATIC"):
    os.environ.pop(name, None)
