"""Every problem as a sentence for people: ``messages.toml`` has one for each code of the product.

A sentence may hold {got}, {expected}, {hint}, {found} (the first two in one) and the parts of the place ({file},
{row}, {column}, {desa}, {year}, {key}). What stands in [square brackets] is left out when one of its placeholders is
empty.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import resources

from .problem import Problem, Where

_OPTIONAL = re.compile(r"\[([^][]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = frozenset({"got", "expected", "hint", "found", "file", "row", "column", "desa", "year", "key"})


@cache
def templates() -> dict[str, str]:
    """The sentence of every code; those of a family ("every rule file") once for each of its subjects."""
    content = tomllib.loads(resources.files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for family in content["family"]:
        known |= {f"{subject}.{code}": text for subject in family["subjects"] for code, text in family["text"].items()}
    return {**known, **content["text"]}


def sentence(problem: Problem) -> str:
    """What happened and what to do, without the place: a page shows it at its place.

    A code without a sentence is said as ``str(problem)`` says it.

    >>> sentence(Problem("akun.nama-terpakai", got="siti"))
    'Nama pengguna “siti” sudah dipakai orang lain; pilih yang lain.'
    >>> sentence(Problem("belum.ada", got="tiga", expected="dua"))
    '"tiga"; seharusnya dua.'
    """
    template = templates().get(problem.code)
    if template is None:
        return str(replace(problem, where=Where()))
    values = _values(problem)
    kept = _OPTIONAL.sub(lambda part: part[1] if _filled(part[1], values) else "", template)
    text = _PLACEHOLDER.sub(lambda name: values[name[1]], kept)
    text = " ".join(text.split(" ")).strip()
    return text[:1].upper() + text[1:]


def sentences(problems: Iterable[Problem]) -> list[str]:
    """Their sentences, each once, in their order."""
    return list(dict.fromkeys(map(sentence, problems)))


def full(problem: Problem) -> str:
    """The sentence after its place, for commands and reports.

    >>> full(Problem("akun.nama-terpakai", Where(file="orang.csv", row=3), "siti"))
    'orang.csv, baris 3: Nama pengguna “siti” sudah dipakai orang lain; pilih yang lain.'
    """
    if problem.code not in templates():
        return str(problem)
    place = str(problem.where)
    return f"{place}: {sentence(problem)}" if place else sentence(problem)


def _values(problem: Problem) -> dict[str, str]:
    where = problem.where
    place = {"file": where.file, "column": where.column, "desa": where.desa, "key": where.key}
    numbers = {"row": where.row, "year": where.year}
    got = problem.got.rstrip(".") or problem.got
    found = (f'"{got}"' if got else "", f"seharusnya {problem.expected}" if problem.expected else "")
    return {
        "got": got,
        "expected": problem.expected,
        "found": "; ".join(filter(None, found)),
        "hint": problem.hint,
        **place,
        **{name: "" if value is None else str(value) for name, value in numbers.items()},
    }


def _filled(part: str, values: dict[str, str]) -> bool:
    return all(values[name] for name in _PLACEHOLDER.findall(part))
