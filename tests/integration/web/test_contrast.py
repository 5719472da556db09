"""The tables in the head of tokens.css are true: contrast recomputed from the values below them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import swadaya.web

SHEET = (Path(swadaya.web.__file__).parent / "static/web/tokens.css").read_text(encoding="utf-8")


def block(text: str) -> dict[str, str]:
    return {name: value.lower() for name, value in re.findall(r"--([a-z0-9-]+): (#[0-9A-Fa-f]{6});", text)}


LIGHT = block(SHEET.split("@media (prefers-color-scheme: dark)")[0])
DARK = LIGHT | block(SHEET.split("@media (prefers-color-scheme: dark)")[1].split("@media")[0])
PRINT = LIGHT | block(SHEET.split("@media print")[1])
CLAIMS = re.findall(r"^   ([a-z0-9-]+) / ([a-z0-9-]+) +([\d.]+) +([\d.]+)$", SHEET, re.MULTILINE)
EDGES = {"edge", "status-5"}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_head_states_a_table() -> None:
    assert len(CLAIMS) >= 25


@pytest.mark.parametrize(("text", "ground", "light", "dark"), CLAIMS)
def test_a_stated_contrast_is_true_and_enough(text: str, ground: str, light: str, dark: str) -> None:
    least = 3.0 if text in EDGES else 4.5
    for values, stated in ((LIGHT, light), (DARK, dark)):
        computed = contrast(values[text], values[ground])
        assert computed == pytest.approx(float(stated), abs=0.02)
        assert computed >= least
    assert contrast(PRINT[text], PRINT[ground]) >= least


def test_no_other_sheet_names_a_colour() -> None:
    other = SHEET and (Path(swadaya.web.__file__).parent / "static/web/base.css").read_text(encoding="utf-8")
    assert not re.findall(
        r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", re.sub(r"/\*.*?\*/|#[a-z][\w-]* \{", "", other, flags=re.DOTALL)
    )
