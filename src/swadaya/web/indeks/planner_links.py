"""Ways from a region's page to the pages for planners, each with what it answers."""

from __future__ import annotations

from collections.abc import Sequence

from swadaya.indeks.selectors import Edition, RunInfo

from ..links import TARGETS, Links
from .moves import pairs
from .page_context import links_of

Way = tuple[str, str, str]
"""Address, name, and the question it answers."""


def ways(edition: Edition, run: RunInfo, code: str = "") -> list[Way]:
    """The pages for planners of a region; moves and progress only where there is an earlier year."""
    links: Links = links_of(edition, run)
    earlier = pairs(edition, run)
    found: list[Way] = []
    if earlier:
        since = earlier[-1].year
        found.append(
            (links.moves(code), f"Perpindahan status {since}–{run.year}", "Berapa desa naik, tetap, atau turun status?")
        )
    found.append((links.focus(code), "Fokus dan tipologi", "Indikator dan komponen mana yang paling lemah?"))
    found.append((links.ranking(di=code), "Peringkat desa", "Desa mana yang tertinggi, menurut pilihan Anda?"))
    if earlier:
        progress = links.ranking(menurut="kemajuan", di=code)
        found.append((progress, "Peringkat kemajuan", f"Desa mana yang maju paling jauh sejak {earlier[-1].year}?"))
    found.append((links.compare(), "Banding desa", "Apa beda dua sampai lima desa?"))
    found.append((TARGETS, "Sasaran", "Sudah sampai mana sasaran yang ditetapkan?"))
    if code:
        found.append((links.brief(code), "Ringkasan dua halaman (PDF)", "Untuk dicetak dan dibawa ke rapat."))
    found.append((links.downloads(), "Unduhan", "Semua angka tahun ini sebagai berkas."))
    return found


def village_ways(edition: Edition, run: RunInfo, code: str, others: Sequence[str]) -> list[Way]:
    """The same for a village; ``others``: the nearest villages, to compare it with."""
    links = links_of(edition, run)
    return [
        (links.compare([code, *others]), "Bandingkan dengan desa terdekat", "Indikator mana yang berbeda?"),
        (links.ranking(di=code[:4]), "Peringkat di kabupaten atau kota", "Siapa di atas dan di bawahnya?"),
        (links.focus(code[:6]), "Fokus kecamatan", "Apa yang lemah di desa-desa sekitarnya?"),
        (links.profile(code), "Profil satu halaman (PDF)", "Untuk papan pengumuman."),
        (links.downloads(), "Unduhan", "Semua angka tahun ini sebagai berkas."),
    ]
