"""Whether the profile of a group is complete: what its formation should have brought forth.

Source: slides of June 2014, "Terbentuk KSM ... yang memiliki visi, misi, tujuan, struktur organisasi dan aturan dasar
kelompok; tersusun profil KSM". Which officers make a structure, and that members consent, are design decisions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .aturan_main import HEADINGS, AturanMain

OFFICES = {"ketua": "Ketua", "sekretaris": "Sekretaris", "bendahara": "Bendahara", "lainnya": "Pengurus lain"}
STRUCTURE = ("ketua", "sekretaris", "bendahara")


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record about a group."""

    vision: str
    mission: str
    goals: str
    offices: Collection[str]
    aturan: AturanMain
    name: str
    tie: str
    members: int
    consenting: int


@dataclass(frozen=True, slots=True)
class Item:
    """One of the six outputs: ``lacking`` says what is still to be done."""

    code: str
    label: str
    done: bool
    lacking: str = ""


def completeness(known: Known) -> tuple[Item, ...]:
    """The six outputs of formation, in the order of the source.

    >>> from .aturan_main import NONE
    >>> empty = Known("", "", "", (), NONE, "KSM Melati", "kepentingan", 0, 0)
    >>> [item.code for item in completeness(empty) if item.done]
    []
    """
    missing_offices = [OFFICES[office].lower() for office in STRUCTURE if office not in known.offices]
    missing_rules = [HEADINGS[heading].lower() for heading in known.aturan.missing]
    unsure = known.members - known.consenting
    about = []
    if not known.name or not known.tie:
        about.append("nama dan ikatan pemersatu")
    if not known.members:
        about.append("daftar anggota")
    elif unsure:
        about.append(f"persetujuan {unsure} anggota atas prinsip kelompok")
    return (
        _written("visi", "Visi", known.vision),
        _written("misi", "Misi", known.mission),
        _written("tujuan", "Tujuan", known.goals),
        Item("struktur", "Struktur organisasi", not missing_offices, _list(missing_offices)),
        Item("aturan-dasar", "Lima aturan dasar", not missing_rules, _list(missing_rules)),
        Item("profil", "Profil kelompok", not about, _list(about)),
    )


def _written(code: str, label: str, text: str) -> Item:
    return Item(code, label, bool(text.strip()), "" if text.strip() else f"{label.lower()} belum ditulis")


def _list(words: list[str]) -> str:
    return f"belum ada: {', '.join(words)}" if words else ""
