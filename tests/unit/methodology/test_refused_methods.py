"""A method file that is wrong is refused with file, key and reason; the shipped ones are accepted."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from swadaya.core import rulefiles
from swadaya.core.refusal import Invalid
from swadaya.methodology import all_methods
from swadaya.methodology.loading import METHODS, build

CASES = Path(__file__).resolve().parents[2] / "cases" / "indeks"
REFUSED = sorted((CASES / "refused").glob("*.toml"))


def sound() -> rulefiles.RuleFile:
    path = CASES / "kecil.toml"
    return rulefiles.parse(path.read_bytes(), name=path.name, origin=str(path))


def test_the_base_of_the_cases_is_itself_sound():
    method, problems = build(sound())
    assert problems == []
    assert method is not None
    assert method.weights == (1, 2)
    assert method.denominator == 20


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_wrong_method_is_refused_with_file_key_and_reason(path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    expected = content.pop("expect")
    rule = replace(sound(), content=sound().content | content, origin=str(path))
    method, problems = build(rule)
    assert method is None
    found = [problem for problem in problems if problem.code == expected["code"]]
    assert expected["key"] in [problem.where.key for problem in found if expected["reason"] in str(problem)]
    assert all(problem.where.file == str(path) for problem in problems)
    with pytest.raises(Invalid) as refusal:
        METHODS.value_of(rule)
    assert str(path) in str(refusal.value)


def test_all_faults_are_named_at_once():
    content = copy.deepcopy(sound().content)
    content["class"][1]["range"] = "(0.5, 0.7]"
    del content["component"][0]["reference"]
    content["indicator"][0]["scores"][0]["when"] = "[0, 40]"
    with pytest.raises(Invalid) as refusal:
        METHODS.value_of(replace(sound(), content=content))
    for part in ("celah antara Rendah", "component[0].reference", "indicator[0] (a1).scores"):
        assert part in str(refusal.value)


def test_a_denominator_too_large_to_count_ranks_in_is_refused():
    content = copy.deepcopy(sound().content)
    content["component"] = [{"code": f"K{n}", "reference": "x"} for n in range(5)]
    content["dimension"] = [{"code": f"d{n}", "component": f"K{n}", "reference": "x"} for n in range(5)]
    content["variable"] = []
    content["indicator"] = [
        {"code": f"i{n}", "dimension": f"d{n}", "reference": "x", "scores": [0, top]}
        for n, top in enumerate((97, 89, 83, 79, 73))
    ]
    method, [problem] = build(replace(sound(), content=content))
    assert method is None
    assert problem.code == "metode.penyebut"


def test_every_shipped_method_is_accepted_and_complete():
    known = {method.id: method for method in all_methods()}
    assert {"idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025"} <= known.keys()
    for method in known.values():
        assert sum(part.stop - part.start for part in method.slices) == len(method.indicators)
        assert all(indicator.reference for indicator in method.indicators)
        assert method.lowest_k[0] == 0
        assert list(method.lowest_k) == sorted(set(method.lowest_k))


@pytest.mark.parametrize("junk", [5, -1, "x", "", [], [5], {}, {"x": 1}, True, None, 0.5])
def test_a_value_of_a_wrong_kind_anywhere_is_a_problem_and_never_a_crash(junk):
    """Replace every value of the file in turn, at any depth, by something that does not belong there."""
    for path in places(sound().content):
        content = copy.deepcopy(sound().content)
        holder = content
        for step in path[:-1]:
            holder = holder[step]
        if junk is None:
            del holder[path[-1]]
        else:
            holder[path[-1]] = junk
        method, problems = build(replace(sound(), content=content))
        assert (method is None) == bool(problems), path
        assert all(problem.where.key for problem in problems), path


def places(value: object, path: tuple = ()) -> list[tuple]:
    found = [path] if path else []
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    else:
        inner = ()
    for key, item in inner:
        found += places(item, (*path, key))
    return found
