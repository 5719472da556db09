"""Documents on paper: values in, PDF out. No Django, no network, the same bytes for the same values."""

from .components import Check, Mark, Ruler, Signatory, StatusCount
from .decree import AnnexPart, AnnexRow, LampiranKeputusan
from .meeting import KartuTabungan, LembarRapat, SheetCash, SheetRow, SheetSum
from .minutes import BeritaAcara, MinutesPart, MinutesVillage, Returned, StateCount
from .region import ChangeLine, LowLine, PartLine, RingkasanWilayah, WeakLine
from .rendering import pdf_of, render
from .tables import LembarTabel
from .village import ActionLine, ComponentLine, ProfilDesa, YearLine

__all__ = [
    "ActionLine",
    "AnnexPart",
    "AnnexRow",
    "BeritaAcara",
    "ChangeLine",
    "Check",
    "ComponentLine",
    "KartuTabungan",
    "LampiranKeputusan",
    "LembarRapat",
    "LembarTabel",
    "LowLine",
    "Mark",
    "MinutesPart",
    "MinutesVillage",
    "PartLine",
    "ProfilDesa",
    "Returned",
    "RingkasanWilayah",
    "Ruler",
    "SheetCash",
    "SheetRow",
    "SheetSum",
    "Signatory",
    "StateCount",
    "StatusCount",
    "WeakLine",
    "YearLine",
    "pdf_of",
    "render",
]
