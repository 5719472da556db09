"""Questions of the room. Answers are frozen values; what the viewer may not see is not in them.

Those without ``by`` are public: the same for everybody, and without any person.
"""

from ._cards import score_card
from ._group_pages import facts_of, group, member_statement, members
from ._lists import (
    bkm_in,
    community_groups_in,
    groups_in,
    institution_activities_in,
    units_in,
    welfare_bodies_in,
)
from ._meeting_pages import may_change_count, meeting, meetings, paper, preview, receipts, sheet
from ._public import active_groups, public_group, public_groups, public_statistics, welfare_counts

__all__ = [
    "active_groups",
    "bkm_in",
    "community_groups_in",
    "facts_of",
    "group",
    "groups_in",
    "institution_activities_in",
    "may_change_count",
    "meeting",
    "meetings",
    "member_statement",
    "members",
    "paper",
    "preview",
    "public_group",
    "public_groups",
    "public_statistics",
    "receipts",
    "score_card",
    "sheet",
    "units_in",
    "welfare_bodies_in",
    "welfare_counts",
]
