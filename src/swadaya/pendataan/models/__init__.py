"""What the yearly work keeps. Guards live in the database (migration 0002)."""

from .cycles import Cycle, CyclePhase
from .decrees import Document, Publication, PublicationChange
from .forms import Answer, Form, Remark, Step
from .papers import Blob, Evidence

__all__ = [
    "Answer",
    "Blob",
    "Cycle",
    "CyclePhase",
    "Document",
    "Evidence",
    "Form",
    "Publication",
    "PublicationChange",
    "Remark",
    "Step",
]
