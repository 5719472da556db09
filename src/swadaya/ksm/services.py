"""Writes of the room. Each is one transaction, takes ``by: Viewer`` and leaves one event."""

from ._agreements import add_work_plan, agree_settings, link_groups, record_activity
from ._bodies import (
    adopt_community_group,
    agree_mentoring,
    list_community_group,
    record_institution_activity,
    record_welfare_activity,
    register_bkm,
    register_unit,
    register_welfare_body,
)
from ._groups import change_profile, dissolve, make_dormant, merge, register_group, set_fact, wake
from ._imports import import_groups, import_members
from ._meetings import attach_paper, cancel_meeting, confirm_meeting, plan_meeting
from ._members import appoint_officer, end_officer, join_member, leave_group, link_account, rename_member
from ._personal import erase_member, give_consent, read_nik, withdraw_consent
from ._receipts import send_receipts
from ._recording import correct_meeting, record_meeting

__all__ = [
    "add_work_plan",
    "adopt_community_group",
    "agree_mentoring",
    "agree_settings",
    "appoint_officer",
    "attach_paper",
    "cancel_meeting",
    "change_profile",
    "confirm_meeting",
    "correct_meeting",
    "dissolve",
    "end_officer",
    "erase_member",
    "give_consent",
    "import_groups",
    "import_members",
    "join_member",
    "leave_group",
    "link_account",
    "link_groups",
    "list_community_group",
    "make_dormant",
    "merge",
    "plan_meeting",
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
    "wake",
    "withdraw_consent",
]
