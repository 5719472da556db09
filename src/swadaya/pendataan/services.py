"""Writes of this room, each in one transaction. The bodies live in the modules named with an underscore."""

from swadaya.core.keys import new_key
from swadaya.core.refusal import Invalid

from ._answers import accept_offer, save_answers
from ._cycles import change_calendar, open_cycle
from ._evidence_files import attach_evidence, remove_evidence
from ._form_steps import reopen, return_form, submit, verify, verify_many
from ._publishing import amend, publish
from ._remarks import remark, resolve_remark
from ._workbook import import_workbook
from .values import Decree, Said, Signer

__all__ = [
    "Decree",
    "Invalid",
    "Said",
    "Signer",
    "accept_offer",
    "amend",
    "attach_evidence",
    "change_calendar",
    "import_workbook",
    "new_key",
    "open_cycle",
    "publish",
    "remark",
    "remove_evidence",
    "reopen",
    "resolve_remark",
    "return_form",
    "save_answers",
    "submit",
    "verify",
    "verify_many",
]
