"""Writes of the room. Each is one transaction, takes ``by: Viewer`` and leaves one event."""

from .groups.agreements import add_work_plan, agree_settings, link_groups, record_activity
from .groups.imports import import_groups
from .groups.lifecycle import dissolve, make_dormant, merge, reactivate
from .groups.registration import change_profile, register_group, set_fact
from .institutions.bodies import (
    record_institution_activity,
    register_bkm,
    register_unit,
    withdraw_institution_activity,
)
from .institutions.community_groups import adopt_community_group, agree_mentoring, list_community_group
from .institutions.imports import import_welfare_bodies
from .institutions.welfare import (
    change_welfare_body,
    end_welfare_body,
    record_welfare_activity,
    register_welfare_body,
)
from .meetings.correcting import correct_meeting
from .meetings.receipts import send_receipts
from .meetings.recording import record_meeting
from .meetings.workflow import attach_paper, cancel_meeting, confirm_meeting, plan_meeting
from .members.imports import import_members
from .members.membership import join_member, leave_group
from .members.offices import appoint_officer, end_officer
from .members.privacy import consent_together, erase_member, give_consent, read_nik, withdraw_consent
from .members.profile import change_member, keep_nik, link_account, rename_member, state_poverty

__all__ = [
    "add_work_plan",
    "adopt_community_group",
    "agree_mentoring",
    "agree_settings",
    "appoint_officer",
    "attach_paper",
    "cancel_meeting",
    "change_member",
    "change_profile",
    "change_welfare_body",
    "confirm_meeting",
    "consent_together",
    "correct_meeting",
    "dissolve",
    "end_officer",
    "end_welfare_body",
    "erase_member",
    "give_consent",
    "import_groups",
    "import_members",
    "import_welfare_bodies",
    "join_member",
    "keep_nik",
    "leave_group",
    "link_account",
    "link_groups",
    "list_community_group",
    "make_dormant",
    "merge",
    "plan_meeting",
    "reactivate",
    "read_nik",
    "record_activity",
    "record_institution_activity",
    "record_meeting",
    "record_welfare_activity",
    "register_bkm",
    "register_group",
    "register_unit",
    "register_welfare_body",
    "rename_member",
    "send_receipts",
    "set_fact",
    "state_poverty",
    "withdraw_consent",
    "withdraw_institution_activity",
]
