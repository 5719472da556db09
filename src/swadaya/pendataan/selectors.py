"""Questions this room answers. The bodies live in the modules named after what they ask about."""

from .decided import document, publication, publication_of_run, publications
from .minuting import village_minutes
from .overview import cycle, cycles, forms_in, medians_in, progress, readiness, standouts_in, worklist
from .pages import evidence_file, form, last_year

__all__ = [
    "cycle",
    "cycles",
    "document",
    "evidence_file",
    "form",
    "forms_in",
    "last_year",
    "medians_in",
    "progress",
    "publication",
    "publication_of_run",
    "publications",
    "readiness",
    "standouts_in",
    "village_minutes",
    "worklist",
]
