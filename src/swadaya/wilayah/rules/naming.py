"""How regions are called: the key a name is searched by, and the words put before it.

Names repeat (98 villages are called Sidomulyo), so a name is shown with kind and parents, never alone.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from swadaya.core.codes import Level, desa_kind, dotted, level_of

Kind = Literal["provinsi", "kabupaten", "kota", "kecamatan", "desa", "desa_adat", "kelurahan"]

_APOSTROPHES = re.compile(r"['’‘`\"]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_REGENCY = re.compile(r"(kabupaten|kota)( administrasi)? ")
_SHORT: dict[Kind, str] = {
    "provinsi": "Prov.",
    "kabupaten": "Kab.",
    "kecamatan": "Kec.",
    "desa": "Desa",
    "desa_adat": "Desa Adat",
    "kelurahan": "Kel.",
}
_HINTS: dict[str, tuple[Level, Kind | None]] = {
    "prov": ("provinsi", None),
    "provinsi": ("provinsi", None),
    "kab": ("kabkota", "kabupaten"),
    "kabupaten": ("kabkota", "kabupaten"),
    "kota": ("kabkota", "kota"),
    "kec": ("kecamatan", None),
    "kecamatan": ("kecamatan", None),
    "distrik": ("kecamatan", None),
    "desa": ("desa", None),
    "kel": ("desa", "kelurahan"),
    "kelurahan": ("desa", "kelurahan"),
}


def plain(text: str) -> str:
    """Casefolded ASCII words with single spaces; apostrophes vanish, other marks part words.

    >>> plain("  Bu  Nuapu’u "), plain("Kupa-kupa Selatan (Halehe)")
    ('bu nuapuu', 'kupa kupa selatan halehe')
    """
    text = _APOSTROPHES.sub("", text.casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NOT_WORD.sub(" ", text).strip()


def name_key(name: str, level: Level = "desa") -> str:
    """The text a region is searched by: a regency goes by its name without "Kabupaten" or "Kota".

    >>> name_key("Kabupaten Bogor", "kabkota"), name_key("Kota Baru", "desa")
    ('bogor', 'kota baru')
    """
    key = plain(name)
    return _REGENCY.sub("", key, count=1) if level == "kabkota" else key


def parse_search(text: str) -> tuple[str, Level | None, Kind | None]:
    """Split the leading word of a kind from what a person typed.

    >>> parse_search("Kab. Bogor"), parse_search("Sidomulyo")
    (('bogor', 'kabkota', 'kabupaten'), ('sidomulyo', None, None))
    """
    key = plain(text)
    first, _, rest = key.partition(" ")
    if rest and first in _HINTS:
        level, kind = _HINTS[first]
        return rest.removeprefix("administrasi "), level, kind
    return key, None, None


def kind_of(code: str) -> Kind:
    """Kind that the code itself tells: regency digits 71-99 are cities; the seventh digit tells the village.

    Source: Permendagri 58/2021, coding rule.

    >>> kind_of("3371"), kind_of("3304"), kind_of("9103012003"), kind_of("3304093001")
    ('kota', 'kabupaten', 'desa', 'desa_adat')
    """
    level = level_of(code)
    if level == "kabkota":
        return "kota" if code[2] >= "7" and code[2:] != "70" else "kabupaten"
    if level == "desa":
        return desa_kind(code) or "desa"
    return level


def label(kind: str, name: str, code: str = "") -> str:
    """Name with its kind in short. A kecamatan in Papua is called distrik (UU 21/2001 Pasal 1).

    >>> label("kecamatan", "Wanayasa", "330412"), label("kabupaten", "Kabupaten Banjarnegara")
    ('Kec. Wanayasa', 'Kab. Banjarnegara')
    >>> label("desa", "", "9601012007"), label("kecamatan", "Merauke", "930101")
    ('Desa 96.01.01.2007', 'Distrik Merauke')
    """
    if kind == "kota" and name:
        return name
    if not name:
        name = dotted(code) if code else "(tanpa nama)"
    if kind == "kecamatan" and code.startswith("9"):
        return f"Distrik {name}"
    if kind == "kota":
        return f"Kota {name}"
    return f"{_SHORT[kind]} {name.removeprefix('Kabupaten ')}"  # type: ignore[index]
