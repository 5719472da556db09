"""Questions of the room. Answers are frozen values; what the viewer may not see is not in them.

Those without ``by`` are public: the same for everybody, and without any person.
"""

from .group_detail import facts_of, group, plans_of, terms_of
from .groups.lifecycle import left_over
from .groups.listing import all_groups, count_groups, groups_in
from .groups.overview import groups_beside
from .groups.public import active_groups, public_group, public_groups, public_statistics, welfare_counts
from .institutions.registers import (
    activity_in,
    bkm_in,
    community_groups_in,
    institution_activities_in,
    units_in,
)
from .institutions.welfare_registers import welfare_bodies_in, welfare_body
from .meetings.detail import may_change_count, meeting, meetings, paper, preview, receipts, sheet
from .meetings.score_card import score_card
from .members.detail import accounts_in, member_file, member_statement, members
from .worklist import waiting_in_groups

__all__ = [
    "accounts_in",
    "active_groups",
    "activity_in",
    "all_groups",
    "bkm_in",
    "community_groups_in",
    "count_groups",
    "facts_of",
    "group",
    "groups_beside",
    "groups_in",
    "institution_activities_in",
    "left_over",
    "may_change_count",
    "meeting",
    "meetings",
    "member_file",
    "member_statement",
    "members",
    "paper",
    "plans_of",
    "preview",
    "public_group",
    "public_groups",
    "public_statistics",
    "receipts",
    "score_card",
    "sheet",
    "terms_of",
    "units_in",
    "waiting_in_groups",
    "welfare_bodies_in",
    "welfare_body",
    "welfare_counts",
]
