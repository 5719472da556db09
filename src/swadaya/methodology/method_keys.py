"""Which keys a method file may have and what each must hold: a misspelled key is a fault, never silently nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Shape = dict[str, tuple[type, ...]]

_TEXT = (str,)
_SOURCED: Shape = {"reference": _TEXT, "source": _TEXT, "verification": _TEXT}

HEAD: Shape = {
    **dict.fromkeys(("id", "kind", "title", "short", "standing", "reference", "verification"), _TEXT),
    "missing": _TEXT,
    "unit": _TEXT,
    "decimals": (int,),
    "years": (list,),
    "levels": (list,),
    "aggregation": (dict,),
    **dict.fromkeys(("class", "component", "dimension", "variable", "indicator", "note"), (list,)),
    "valid_from": (object,),  # the head is checked where every rule file is read
    "valid_to": (object,),
}
AGGREGATION: Shape = {"component": (dict,), "index": (dict,)}
RULE: Shape = {"rule": _TEXT, "reference": _TEXT, "text": _TEXT}
BRANCH: Shape = {**dict.fromkeys(("code", "label", "name", "component", "dimension"), _TEXT), **_SOURCED}
CLASS: Shape = {
    **dict.fromkeys(("code", "label", "range", "meaning"), _TEXT),
    "synonyms": (list,),
    **_SOURCED,
}
INDICATOR: Shape = {
    **dict.fromkeys(("code", "variable", "dimension", "label", "official", "no_article", "note", "scores_note"), _TEXT),
    "no_annex": (int,),
    "actors": (dict,),
    "quantity": (dict,),
    "scores": (list,),
    **_SOURCED,
}
QUANTITY: Shape = {
    **dict.fromkeys(("code", "kind", "ask", "unit", "domain"), _TEXT),
    "of": (list,),
    "asks": (list,),
    "choices": (dict,),
    "zero": (int,),
}
SCORE: Shape = {
    **dict.fromkeys(("text", "action", "printed"), _TEXT),
    "value": (int,),
    "seen": (int,),
    "when": (str, list),
}
NOTE: Shape = dict.fromkeys(("where", "printed", "reading"), _TEXT)

_NAMES = {str: "teks", int: "bilangan bulat", list: "daftar", dict: "tabel"}


def misfits(table: dict[str, Any], shape: Shape) -> Iterator[tuple[str, str, str]]:
    """What does not fit: (key, what it holds, what was expected).

    >>> list(misfits({"code": 7, "whem": "x"}, {"code": (str,), "when": (str,)}))
    [('code', '7', 'teks'), ('whem', 'kunci yang tidak dikenal', 'code, when')]
    """
    for key, value in table.items():
        kinds = shape.get(key)
        if kinds is None:
            yield key, "kunci yang tidak dikenal", ", ".join(sorted(shape))
        elif not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds and object not in kinds):
            yield key, str(value)[:60], " atau ".join(_NAMES[kind] for kind in kinds)


def fitting(table: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Only the entries that fit, so that reading can go on and find the other faults."""
    wrong = {key for key, _, _ in misfits(table, shape)}
    return {key: value for key, value in table.items() if key not in wrong}
