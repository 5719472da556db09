"""Questions this room answers. The bodies live in the modules named after what they ask about."""

from .form_detail import evidence_file, form, last_year
from .minutes import village_minutes
from .progress import cycle, cycles, forms_in, medians_in, progress, readiness, standouts_in, worklist
from .publications import document, publication, publication_of_run, publications

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
