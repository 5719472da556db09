"""How a command says what it did and what was wrong: as text for people, or as one JSON object for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from swadaya.core.figures import grouped
from swadaya.core.messages import full
from swadaya.core.problem import Problem, Problems, Severity, Where
from swadaya.core.refusal import Invalid

SHOWN = 10
"""Problems of one code shown as text; all of them go into --report and --json."""

_SEVERITIES: tuple[Severity, ...] = ("galat", "peringatan", "catatan")


def finish(
    summary: dict[str, Any],
    problems: Problems,
    *,
    lines: list[str],
    as_json: bool,
    strict: bool = False,
    report: Path | None = None,
) -> None:
    """Print the outcome and end the command: exit code 1 when ``strict`` and there are errors or warnings."""
    if report is not None:
        _write(problems, report)
    if as_json:
        typer.echo(json.dumps({**summary, **_problem_summary(problems)}, ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            typer.echo(line)
        _say(problems, report)
    if strict and len(problems) > problems.severities["catatan"]:
        raise typer.Exit(1)


def _problem_summary(problems: Problems) -> dict[str, Any]:
    return {
        "masalah": {
            "galat": problems.errors,
            "peringatan": problems.severities["peringatan"],
            "menurut_kode": dict(problems.counts),
        },
        "rincian": [problem.as_dict() for problem in problems],
        "tidak_dirinci": problems.dropped,
    }


def _say(problems: Problems, report: Path | None) -> None:
    if not len(problems):
        return
    shown: dict[str, int] = {}
    typer.echo("", err=True)
    typer.echo(f"{grouped(len(problems))} masalah ({_by_severity(problems)}):", err=True)
    for problem in problems:
        shown[problem.code] = shown.get(problem.code, 0) + 1
        if shown[problem.code] <= SHOWN:
            typer.echo(f"  [{problem.severity}] {full(problem)}", err=True)
    for code, count in problems.counts.items():
        if count > SHOWN:
            more = f"  … {code}: {grouped(count - SHOWN)} lagi"
            typer.echo(more + ("" if report else "; semuanya dengan --report MASALAH.csv atau --json"), err=True)
    if report is not None:
        typer.echo(f"Semua masalah ditulis ke {report}.", err=True)


def _by_severity(problems: Problems) -> str:
    held = [word for word in _SEVERITIES if problems.severities[word]]
    return ", ".join(f"{grouped(problems.severities[word])} {word}" for word in held)


def _write(problems: Problems, path: Path) -> None:
    fields = list(Problem("").as_dict())
    try:
        with path.open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, fields)
            writer.writeheader()
            writer.writerows(problem.as_dict() for problem in problems)
    except OSError as error:
        from swadaya.indeks.formats.filesource import reason

        where = Where(file=str(path))
        raise Invalid(
            Problem("keluaran.tidak-tertulis", where, reason(error), "tempat yang ada dan boleh ditulis")
        ) from error


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream of a terminal; silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
