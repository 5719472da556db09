"""Questions of the room. Answers are frozen values; what the viewer may not see is not in them.

Those without ``by`` are public: the same for everybody, and without any person.
"""

from ._cards import score_card
from ._group_pages import facts_of, group, plans_of, terms_of
from ._lists import all_groups, count_groups, groups_in
from ._meeting_pages import may_change_count, meeting, meetings, paper, preview, receipts, sheet
from ._member_pages import accounts_in, member_file, member_statement, members
from ._overview import groups_beside
from ._public import active_groups, public_group, public_groups, public_statistics, welfare_counts
from ._registers import activity_in, bkm_in, community_groups_in, institution_activities_in, units_in
from ._standing import left_over
from ._waiting import waiting_in_groups
from ._welfare_pages import welfare_bodies_in, welfare_body

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
