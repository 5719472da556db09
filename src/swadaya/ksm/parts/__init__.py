"""Parts of a meeting: sections of the sheet that move money.

Each offers what is usual, finds what is wrong, and posts.
"""

from .base import Draft, MeetingPart, Member, Sheet, Totals, joined

__all__ = ["Draft", "MeetingPart", "Member", "Sheet", "Totals", "joined"]
