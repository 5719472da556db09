"""Templates can be read: the formatter breaks what it may, and nobody leaves a line that it may not."""

from __future__ import annotations

from pathlib import Path

import swadaya.web

TEMPLATES = Path(swadaya.web.__file__).parent / "templates"
LONGEST = 120


def test_no_line_of_a_template_is_longer_than_a_line_of_code():
    found = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    assert found
    long = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in found
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []
