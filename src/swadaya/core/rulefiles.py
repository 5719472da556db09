"""Rule files: the law as dated TOML, shipped with the product and overlaid by the user's folder.

Every rule file says who it is and why it may be believed::

    id = "idm-operasional-2020"
    kind = "metode"
    title = "..."
    standing = "resmi" | "rekonstruksi" | "tidak-resmi"
    valid_from = 2020-01-01
    valid_to = 2024-12-31          # optional
    reference = "Permendes PDTT 2/2016 Pasal 3(11)"
    verification = "..."           # how far it was checked, by whom

A file in the folder named by ``SWADAYA_RULES`` with an id that the product ships replaces it; another id adds to them.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from .problem import Problem, Where
from .refusal import Invalid

STANDINGS = {
    "resmi": "resmi: disalin dari peraturan",
    "rekonstruksi": "rekonstruksi: dipulihkan dari terbitan resmi",
    "tidak-resmi": "tidak resmi: belum ada teks resmi yang dapat dibaca",
}
SHIPPED = (
    "methodology/methods",
    "wilayah/rules",
    "accounts/roles",
    "indeks/publications",
    "indeks/mappings",
    "indeks/targets",
    "ksm/rules",
    "ledger/charts",
    "pendataan/rules",
)
"""Folders of the package that hold rule files: those of the kinds (``core/rulekind``); a test compares them."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as read: its head, its whole content, where it came from and its fingerprint."""

    id: str
    kind: str
    title: str
    standing: str
    valid_from: date
    valid_to: date | None
    reference: str
    verification: str
    origin: str  # "swadaya" or the path of the overlay file
    sha256: str
    content: dict[str, Any]

    @property
    def file(self) -> str:
        """How people know the file: its name among the shipped ones, or its path."""
        return f"{self.id}.toml" if self.origin == "swadaya" else self.origin

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def parse(raw: bytes, *, name: str, origin: str) -> RuleFile:
    """Read one rule file. Raises Invalid with file and key when its head is incomplete."""
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid(
            Problem("aturan.bukan-toml", Where(file=name), got=str(error), expected="berkas TOML berkode UTF-8")
        ) from error
    for key in ("id", "kind", "title", "standing", "valid_from", "reference", "verification"):
        if not content.get(key):
            raise Invalid(
                Problem(
                    "aturan.tanpa-kepala",
                    Where(file=name, key=key),
                    expected=f"kunci {key} yang terisi",
                    hint="Kepala berkas: id, kind, title, standing, valid_from, reference, verification.",
                )
            )
    if content["standing"] not in STANDINGS:
        raise Invalid(
            Problem(
                "aturan.kedudukan",
                Where(file=name, key="standing"),
                got=str(content["standing"]),
                expected=" / ".join(STANDINGS),
            )
        )
    for key in ("valid_from", "valid_to"):
        if key in content and not isinstance(content[key], date):
            raise Invalid(
                Problem(
                    "aturan.tanggal",
                    Where(file=name, key=key),
                    got=str(content[key]),
                    expected="tanggal seperti 2016-02-18",
                )
            )
    return RuleFile(
        id=content["id"],
        kind=content["kind"],
        title=content["title"],
        standing=content["standing"],
        valid_from=content["valid_from"],
        valid_to=content.get("valid_to"),
        reference=content["reference"],
        verification=content["verification"],
        origin=origin,
        sha256=hashlib.sha256(raw).hexdigest(),
        content=content,
    )


@cache
def shipped(folder: str) -> tuple[RuleFile, ...]:
    """The product's own files in one of its folders; they do not change while it runs."""
    place = resources.files("swadaya").joinpath(folder)
    entries = sorted(place.iterdir(), key=lambda item: item.name) if place.is_dir() else []
    return tuple(
        parse(entry.read_bytes(), name=entry.name, origin="swadaya")
        for entry in entries
        if entry.name.endswith(".toml")
    )


def overlay_folder() -> Path | None:
    """The user's folder of rule files, from ``SWADAYA_RULES``. Raises Invalid when it is named but absent."""
    named = os.environ.get("SWADAYA_RULES")
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise Invalid(
            Problem(
                "aturan.folder",
                Where(file=named),
                expected="folder yang ada",
                hint="Periksa peubah lingkungan SWADAYA_RULES.",
            )
        )
    return folder


def overlaid() -> dict[str, RuleFile]:
    """Files of the user's folder by id; none without a folder. Raises Invalid for one that cannot be read."""
    folder = overlay_folder()
    paths = sorted(folder.glob("**/*.toml")) if folder is not None else []
    rules = (parse(path.read_bytes(), name=str(path), origin=str(path)) for path in paths)
    return {rule.id: rule for rule in rules}


def all_files() -> dict[str, RuleFile]:
    """Every rule file by id: the shipped ones, then the overlay's, which win."""
    return {rule.id: rule for folder in SHIPPED for rule in shipped(folder)} | overlaid()


def of_kind(kind: str) -> dict[str, RuleFile]:
    """The files of one kind by id, as they lie there now; rooms read theirs through their ``RuleKind``."""
    return {rule_id: rule for rule_id, rule in all_files().items() if rule.kind == kind}
