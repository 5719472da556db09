"""Which of this room's rule files is in force. Read once: reading them takes longer than recording a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from swadaya.core import rulefiles
from swadaya.core.problem import Problem, Unusable
from swadaya.core.rulefiles import RuleFile

T = TypeVar("T")
Reader = Callable[[RuleFile], tuple[T | None, list[Problem]]]


def in_force(kind: str, on: date, read: Reader[T]) -> T:
    """The newest file of a kind on a day, as its reader understands it.

    Raises:
        Unusable: ``<kind>.tidak-ada`` when none is in force, or the first fault of the file.
    """
    overlay = rulefiles.overlay_folder()
    files = [rule for rule in _files(kind, overlay).values() if rule.in_force(on)]
    if not files:
        raise Unusable(Problem(f"{kind}.tidak-ada", got=on.isoformat(), expected=f"berkas {kind} yang berlaku"))
    newest = max(files, key=lambda rule: (rule.valid_from, rule.id))
    found: T = _understood(kind, newest.id, overlay, read)
    return found


@lru_cache(maxsize=16)
def _understood(kind: str, rule_id: str, overlay: Path | None, read: Reader[Any]) -> Any:
    found, problems = read(_files(kind, overlay)[rule_id])
    if found is None:
        raise Unusable(problems[0])
    return found


@lru_cache(maxsize=8)
def _files(kind: str, _overlay: Path | None) -> Mapping[str, RuleFile]:
    return MappingProxyType(rulefiles.of_kind(kind))
