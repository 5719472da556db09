"""What other rooms know about a village, offered to whoever answers. The regions are the first to offer.

This room defines the protocol; the others implement it and register in their ``apps``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from swadaya.core import codes
from swadaya.core.figures import grouped
from swadaya.core.registry import Registry
from swadaya.wilayah import selectors as wilayah


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer (``column`` of the questionnaire) or, with an empty column, a fact to show beside the questions.

    ``source`` says where the other room has it from.
    """

    column: str
    value: str
    label: str
    source: str


class EvidenceProvider(Protocol):
    """``code`` names the provider in the source of an accepted answer: ``bukti:<code>``."""

    @property
    def code(self) -> str: ...

    def offers(self, desa: str, year: int) -> list[Offered]: ...


providers: Registry[EvidenceProvider] = Registry()
"""By their codes."""


def offers(desa: str, year: int) -> list[tuple[str, Offered]]:
    """(source mark, offer) of every provider."""
    return [(f"bukti:{provider.code}", offer) for provider in providers for offer in provider.offers(desa, year)]


class RegionFacts:
    """The list of regions answers no question of today's methods; it says who is asked, as facts."""

    code = "wilayah"

    def offers(self, desa: str, year: int) -> list[Offered]:  # noqa: ARG002 - regions are asked as they are now
        """Code, kecamatan and how many villages it has; where the code changed, what it was before."""
        path = wilayah.breadcrumb(desa)
        if not path or path[-1].code != desa:
            return []
        source = path[-1].source
        kecamatan = codes.parent(desa)
        inside = [code for code in wilayah.desa_codes_in(kecamatan) if codes.desa_kind(code) != "kelurahan"]
        names = ", ".join(region.label for region in reversed(path[:-1]))
        facts = [
            Offered("", codes.dotted(desa), "Kode desa", source),
            Offered("", names, "Terletak di", source),
            Offered("", grouped(len(inside)), "Desa di kecamatan ini", source),
        ]
        facts += [
            Offered("", codes.dotted(old.old), f"Kode sebelum {old.effective_on}", old.law)
            for old in wilayah.predecessors(desa)
        ]
        return facts


REGION_FACTS = RegionFacts()
