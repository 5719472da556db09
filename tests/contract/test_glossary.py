"""The glossary and the code speak the same words. The page in docs is made from the same file as the page /kamus/."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "swadaya" / "web" / "glosarium.toml"
PAGE = ROOT / "docs" / "glosarium" / "README.md"

FIELD_WORDS = (
    *("desa", "kecamatan", "kabupaten", "provinsi", "wilayah", "kelurahan", "kabkota", "permendes", "podes", "rumusan"),
    *("idm", "iks", "ike", "ikl", "ksm", "bkm", "blm", "apbdes", "bkkks", "wali_data"),
    *("panca_sutra", "tunas", "tumbuh", "kembang", "tanggung_renteng"),
)
"""Terms that stay Indonesian in code."""


def terms() -> list[dict[str, object]]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))["term"]


@cache
def identifiers() -> frozenset[str]:
    """Every word of every identifier and string in the Python code, lower case."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    whole = {word.lower() for word in re.findall(r"[A-Za-z_]+", text)}
    return frozenset(whole | {part for word in whole for part in word.split("_")})


def page() -> str:
    """The glossary as Markdown."""
    lines = [
        "# Glosarium",
        "",
        "Dibuat dari `src/swadaya/web/glosarium.toml`, sumber yang sama dengan halaman `/kamus/`.",
        "Perbarui dengan `python tests/contract/test_glossary.py`.",
        "",
        "| istilah | arti | Inggris | sumber | dalam kode |",
        "|---|---|---|---|---|",
    ]
    for term in sorted(terms(), key=lambda term: str(term["term"]).casefold()):
        code = f"`{term['code']}`" if term.get("code") else ""
        lines.append(f"| {term['term']} | {term['meaning']} | {term['english']} | {term['source']} | {code} |")
    return "\n".join(lines) + "\n"


def test_every_term_has_a_meaning_a_gloss_and_a_source():
    for term in terms():
        assert all(term.get(key) for key in ("anchor", "term", "meaning", "english", "source")), term


@pytest.mark.parametrize("term", [term for term in terms() if term.get("code")], ids=lambda term: term["anchor"])
def test_an_identifier_of_the_glossary_is_in_the_code(term):
    assert term["code"] in identifiers()


def test_a_term_of_the_field_that_the_code_uses_is_in_the_glossary():
    explained = {term["code"] for term in terms() if term.get("code")}
    used = [word for word in FIELD_WORDS if word in identifiers()]
    assert [word for word in used if word not in explained] == []


def test_the_page_in_docs_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tests/contract/test_glossary.py"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
