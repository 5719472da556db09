"""Texts that nobody can take back hold no name of a member, so that whoever is forgotten is forgotten there too.

Profiles, agreements, activities and reasons stay in histories for ever; a member is a number or an office in them. In
the texts of meetings names may stand: there they are replaced when somebody is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from swadaya.core.problem import Problem, Where

from .models import Ksm, PersonalData


def naming_problems(ksm: Ksm, texts: Mapping[str, Any]) -> list[Problem]:
    """``ksm.memuat-nama`` for each text, also inside lists and tables, that holds a member's name."""
    written = {key: " ".join(strings(value)) for key, value in texts.items()}
    if not any(written.values()):
        return []
    held = PersonalData.objects.filter(member__ksm=ksm).exclude(name="").values_list("name", "former_names")
    patterns = [pattern_of(one) for name, former in held for one in (name, *former)]
    hint = "Tulis jabatan atau nomor anggotanya: catatan ini tidak dapat dihapus, nama orang harus dapat dihapus."
    return [
        Problem("ksm.memuat-nama", Where(key=key), "nama anggota", "jabatan atau nomor anggota", hint)
        for key, text in written.items()
        if any(pattern.search(text) for pattern in patterns)
    ]


def pattern_of(name: str, *, wide: bool = False) -> re.Pattern[str]:
    """Where a name stands. One word counts as a name only as it is written, because many names are words too.

    Args:
        wide: also one word written small: better to blot out a word than to leave a name.

    >>> bool(pattern_of("Siti Aminah").search("rumah SITI  aminah")), bool(pattern_of("Lestari").search("desa lestari"))
    (True, False)
    >>> written = "oleh Siti Aminah, S.Pd. dan Siti A., bukan Siti Aminahwati"
    >>> [pattern_of(name).findall(written) for name in ("Siti Aminah, S.Pd.", "Siti A.", "Siti Aminah")]
    [['Siti Aminah, S.Pd.'], ['Siti A.'], ['Siti Aminah']]
    >>> bool(pattern_of("Muhammad (Alm.)").search("rumah Muhammad (Alm.)"))
    True
    """
    words = [re.escape(word) for word in name.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE if wide or len(words) > 1 else 0)


def strings(value: Any) -> list[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in strings(one)]
    return []
