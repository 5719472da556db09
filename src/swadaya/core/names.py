"""Names of people in texts that nobody can take back: one rule for all rooms.

Books, histories and agreements stay for ever, and a name must be erasable: such a text holds an office or a number
instead. What counts as a name:

* A name of several words in any case, with whatever stands between its words: ``siti  AMINAH``, ``Nur'aini``.
* A name of one word only with a capital, because many names are words too: with a member called Dana, ``dana bergulir``
  may be written and ``titipan Dana`` may not. A text all in capitals counts as capitals.
* The first word of a sentence is no exception. Nothing tells "Dana sakit" from "Dana bergulir"; a refusal is mended
  with a small letter, a name in a text for ever with nothing.
* With its title and without: who is called ``Hj. Siti Aminah, S.Pd.`` is also found as ``Siti Aminah``.

Only what a person typed is judged. The product's own words (labels, names of accounts, memos it composes) are never
given to this module. Design decision: a word written small passes, since a guard that forbids everyday words is
circumvented.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .problem import Problem, Where

CODE = "nama.dalam-teks"
HINT = "Catatan ini tidak dapat dihapus, nama orang harus dapat dihapus."
SMALL = "Bila yang dimaksud bukan orang, tulis katanya dengan huruf kecil."

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]+"
_PLAIN_END, _INITIAL_END = r"(?![^\W_])", r"(?!\.?[^\W_])"  # "Dana S." does not stand in "dana s.d. Maret"
_HONORIFICS = re.compile(
    r"(?:(?:(?:alm|almh|bapak|bp|bpk|bu|dr|dra|drs|h|hj|ibu|ir|kh|kiai|kyai|mbah|nyai|pak|prof|sdr|sdri|tgk|ust"
    r"|ustaz|ustazah|ustadz|ustadzah)(?:\.\s*|\s+))|\((?:alm|almh)\.?\)\s*)+",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*\((?:alm|almh)\.?\)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in a text a name stands. ``one_word``: it is told from an everyday word by its capital alone."""

    start: int
    end: int
    one_word: bool


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way to write a name: its pattern from its first word on, and a sign that may stand before that word."""

    pattern: re.Pattern[str]
    before: str
    one_word: bool
    whole: bool


def mentions(text: str, names: Collection[str], *, wide: bool = False) -> list[Mention]:
    """Where names stand in a text, from left to right; the longest where several begin at one place.

    Args:
        wide: a name of one word also when it is written small: better to blot out a word than to leave a name.

    >>> mentions("Dana bergulir dari rumah SITI aminah", ["Dana", "Siti Aminah", "Rumah"])
    [Mention(start=0, end=4, one_word=True), Mention(start=25, end=36, one_word=False)]
    >>> mentions("dana s.d. Maret", ["Dana", "Dana S."]), mentions("Siti Aminahwati", ["Siti Aminah"])
    ([], [])
    """
    known = _by_first_word(tuple(names))
    found: list[Mention] = []
    for word in _WORD.finditer(text):
        if (found and word.start() < found[-1].end) or word.group().casefold() not in known:
            continue
        small = word.group()[0].islower()
        fitting = [
            Mention(word.start() - len(one.before) * text.endswith(one.before, 0, word.start()), at.end(), one.one_word)
            for one in known[word.group().casefold()]
            if not (one.one_word and small and not (wide and one.whole))
            and (at := one.pattern.match(text, word.start())) is not None
        ]
        if fitting:
            found.append(max(fitting, key=lambda one: (one.end, -one.start)))
    return found


def replaced(text: str, names: Collection[str], label: str) -> str:
    """A text with a label where names stood, also where a name of one word was written small.

    >>> replaced("Di rumah Muhammad (Alm.), kata Bu siti", ["Muhammad (Alm.)", "Siti"], "anggota 3")
    'Di rumah anggota 3, kata Bu anggota 3'
    """
    for mention in reversed(mentions(text, names, wide=True)):
        text = text[: mention.start] + label + text[mention.end :]
    return text


def _at_key(key: str) -> Where:
    return Where(key=key)


def problems(
    typed: Mapping[str, Any],
    names: Collection[str],
    *,
    labels: Mapping[str, str] | None = None,
    place: Callable[[str], Where] = _at_key,
) -> list[Problem]:
    """``nama.dalam-teks`` for each field in which a person typed a name; the sentence says the field, never the name.

    Args:
        typed: key of a field -> what was typed there; also lists and tables, whose texts are each judged.
        labels: what a field is called where its key does not say it.
        place: the key of a field -> where the problem is.
    """
    found: list[Problem] = []
    for key, value in typed.items() if names else ():
        at = [mention for text in _texts(value) for mention in mentions(unicodedata.normalize("NFC", text), names)]
        if at:
            got = f"memuat nama orang di isian “{(labels or {}).get(key, key)}”"
            hint = f"{HINT} {SMALL}" if all(one.one_word for one in at) else HINT
            found.append(Problem(CODE, place(key), got, "jabatan atau nomor anggota", hint))
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


@lru_cache(maxsize=32)
def _by_first_word(names: tuple[str, ...]) -> dict[str, list[_Spelling]]:
    known: dict[str, list[_Spelling]] = {}
    for name in dict.fromkeys(unicodedata.normalize("NFC", one).strip() for one in names):
        for spelling in dict.fromkeys((name, _without_titles(name))):
            words = _WORD.findall(spelling)
            if words:
                known.setdefault(words[0].casefold(), []).append(_spelt(spelling, words, whole=spelling == name))
    return known


def _spelt(spelling: str, words: list[str], *, whole: bool) -> _Spelling:
    before = spelling[: spelling.index(words[0])]
    after = re.escape(spelling[spelling.rindex(words[-1]) + len(words[-1]) :])
    ends = _INITIAL_END if len(words) > 1 and len(words[-1]) == 1 else _PLAIN_END
    body = _BETWEEN.join(map(re.escape, words)) + ends + (f"(?:{after})?" if after else "")
    return _Spelling(re.compile(body, re.IGNORECASE), before, len(words) == 1, whole)


def _without_titles(name: str) -> str:
    """
    >>> [_without_titles(one) for one in ("Hj. Siti Aminah, S.Pd., M.M.", "Muhammad (Alm.)", "Aminah, Siti", "Ibu")]
    ['Siti Aminah', 'Muhammad', 'Aminah, Siti', 'Ibu']
    """
    first, *degrees = _BEHIND.sub("", name).split(",")
    titled = bool(degrees) and all(map(_is_degree, degrees))
    plain = (first if titled else ",".join((first, *degrees))).strip()
    return plain[at.end() :] if (at := _HONORIFICS.match(plain)) and _WORD.search(plain, at.end()) else plain


def _is_degree(written: str) -> bool:
    """``S.Pd.``, ``SE``, ``M.Si``: with full stops, or two capitals and no more than four letters."""
    sign = written.strip()
    return "." in sign.rstrip(".") or (len(sign.rstrip(".")) <= 4 and sum(map(str.isupper, sign)) > 1) or not sign
