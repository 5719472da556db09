"""Tables of the room, by topic. What was agreed, recorded or confirmed is never altered (migration 0002)."""

from .bodies import (
    Bkm,
    CommunityGroup,
    InstitutionActivity,
    Participation,
    UnitPengelola,
    WelfareActivity,
    WelfareBody,
)
from .groups import Activity, Fact, Ksm, Link, Setting, WorkPlan
from .meetings import AgendaItem, Attendance, Confirmation, Decision, Meeting, Paper, Receipt, Record, Section
from .members import Consent, Member, Officer, PersonalData

__all__ = [
    "Activity",
    "AgendaItem",
    "Attendance",
    "Bkm",
    "CommunityGroup",
    "Confirmation",
    "Consent",
    "Decision",
    "Fact",
    "InstitutionActivity",
    "Ksm",
    "Link",
    "Meeting",
    "Member",
    "Officer",
    "Paper",
    "Participation",
    "PersonalData",
    "Receipt",
    "Record",
    "Section",
    "Setting",
    "UnitPengelola",
    "WelfareActivity",
    "WelfareBody",
    "WorkPlan",
]
