"""Names of a foreign source read as ours: columns, and the words or codes of their answers.

A rule file of kind ``pemetaan-kolom``::

    id = "podes"                 # and the rest of the head of a rule file
    [columns]
    jumlah_bidan = "R706C"       # our column = theirs, in any case
    [values.permukaan_jalan]
    1 = "aspal"                  # their answer = the code of ours

A column is renamed, never computed: what needs a sum or another unit is prepared before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from swadaya.core import rulefiles
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.methodology import Method, all_methods

from .adapters import answer_columns, index_column
from .cells import texts
from .sheet import CODE_NAMES, NAME_NAMES, REMARK_NAMES, YEAR_NAMES

KIND = "pemetaan-kolom"


@dataclass(frozen=True, slots=True)
class Mapping:
    """``columns``: (their name in lower case, ours); ``values``: (our column, (their answer in lower case, ours))."""

    id: str
    title: str
    columns: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def apply_header(self, header: Iterable[str]) -> tuple[str, ...]:
        """The header with our names; columns the mapping does not name stay as they are.

        Raises:
            Invalid: ``pemetaan.bentrok`` when two columns would get one name.
        """
        ours = dict(self.columns)
        found = tuple(ours.get(name.strip().lower(), name) for name in header)
        double = sorted({name for name in found if found.count(name) > 1})
        if double:
            raise Invalid(
                Problem(
                    "pemetaan.bentrok",
                    Where(file=self.id, column=", ".join(double)),
                    expected="nama kolom yang tidak berulang setelah dipetakan",
                    hint="Berkas sudah memuat kolom itu; hapus salah satunya, atau keluarkan dari pemetaan.",
                )
            )
        return found

    def named(self, ours: Iterable[str]) -> tuple[str, ...]:
        """Their names of these columns of ours."""
        wanted = frozenset(ours)
        return tuple(theirs for theirs, name in self.columns if name in wanted)

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rename the columns and translate the answers; an answer the mapping does not name stays as it is."""
        renamed = frame.rename(dict(zip(frame.columns, self.apply_header(frame.columns), strict=True)))
        for name, answers in self.values:
            if name in renamed.columns:
                held = texts(renamed[name])
                ours = held.str.to_lowercase().replace_strict(dict(answers), default=None, return_dtype=pl.String)
                renamed = renamed.with_columns(ours.fill_null(held).alias(name))
        return renamed


def load(name: str | Path, methods: Iterable[Method] | None = None) -> Mapping:
    """The mapping of that id, or in that file.

    Args:
        methods: whose columns may be targets; all methods without it.

    Raises:
        Invalid: it is not known, cannot be read, or is refused; the sentence names file and key.
    """
    rule = _rule(name)
    mapping, problems = read(rule, all_methods() if methods is None else methods)
    if problems:
        raise Invalid(problems)
    return mapping


def _rule(name: str | Path) -> RuleFile:
    path = Path(name)
    if isinstance(name, Path) or path.suffix == ".toml":
        try:
            return _of_kind(rulefiles.parse(path.read_bytes(), name=str(path), origin=str(path)))
        except OSError as error:
            where = Where(file=str(path))
            raise Invalid(
                Problem("pemetaan.berkas", where, error.strerror or "", "berkas pemetaan yang ada")
            ) from error
    known = MAPPINGS.files()
    if name not in known:
        where = Where(key="mapping")
        raise Invalid(
            Problem("pemetaan.tidak-dikenal", where, str(name), f"{' / '.join(sorted(known))}, atau nama berkas")
        )
    return known[str(name)]


def _of_kind(rule: RuleFile) -> RuleFile:
    if rule.kind != KIND:
        raise Invalid(Problem("pemetaan.jenis", Where(file=rule.origin, key="kind"), rule.kind, KIND))
    return rule


def read(rule: RuleFile, methods: Iterable[Method]) -> tuple[Mapping, list[Problem]]:
    """Read one file.

    Problems: ``pemetaan.bentuk``, ``.sasaran`` (no method has that column), ``.ganda`` (one of their columns named
    twice), ``.nilai`` (an answer the question does not have), each with file and key.
    """
    known, choices = targets(methods)
    file = rule.file
    problems: list[Problem] = []

    def fault(code: str, key: str, got: object, expected: str, hint: str = "") -> None:
        problems.append(Problem(f"pemetaan.{code}", Where(file=file, key=key), str(got), expected, hint))

    columns: dict[str, str] = {}
    for ours, theirs in _table(rule.content, "columns", fault).items():
        key = f"columns.{ours}"
        if not isinstance(theirs, str) or not theirs.strip():
            fault("bentuk", key, theirs, "nama kolom sumber, satu teks")
            continue
        if ours not in known:
            fault(
                "sasaran", key, ours, "kolom yang dikenal sebuah metode", "Lihat: swadaya indeks template --method ID"
            )
        plain = theirs.strip().lower()
        if plain in columns:
            fault("ganda", key, theirs, f"nama yang belum dipakai bagi {columns[plain]}")
        columns.setdefault(plain, ours)
    values: dict[str, tuple[tuple[str, str], ...]] = {}
    for ours in _table(rule.content, "values", fault):
        answers = _table(rule.content["values"], ours, fault, f"values.{ours}")
        if ours not in known:
            fault("sasaran", f"values.{ours}", ours, "kolom yang dikenal sebuah metode")
        for theirs, answer in answers.items():
            if ours in choices and answer not in choices[ours]:
                fault("nilai", f"values.{ours}.{theirs}", answer, " / ".join(sorted(choices[ours])))
        values[ours] = tuple((theirs.strip().lower(), str(answer)) for theirs, answer in answers.items())
    return Mapping(rule.id, rule.title, tuple(columns.items()), tuple(values.items())), problems


def _table(content: dict[str, Any], name: str, fault: Callable[..., None], key: str = "") -> dict[str, Any]:
    found = content.get(name, {})
    if isinstance(found, dict):
        return found
    fault("bentuk", key or name, type(found).__name__, f"tabel [{key or name}]")
    return {}


def targets(methods: Iterable[Method]) -> tuple[set[str], dict[str, set[str]]]:
    """Every column a reader understands, and the answers of those that are a choice."""
    known = {*CODE_NAMES, *YEAR_NAMES, *NAME_NAMES, *REMARK_NAMES, "status"}
    choices: dict[str, set[str]] = {}
    for method in methods:
        components = [code.lower() for code in method.component_codes]
        known |= {*answer_columns(method), *method.indicator_codes, *components, index_column(method)}
        known |= {f"{prefix}_{code}" for code in components for prefix in ("sum", "poin")}
        for indicator in method.indicators:
            if indicator.quantity is not None and indicator.quantity.choices:
                answers = {code for code, _ in indicator.quantity.choices}
                choices.setdefault(indicator.quantity.columns[0], set()).update(answers)
    return known, choices


MAPPINGS = RuleKind(KIND, "indeks/mappings", lambda rule: read(rule, all_methods()), subject="pemetaan", key="mapping")
