"""What waits for an officer: whoever wrote the newest record of a meeting does not confirm it, the others do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from swadaya.accounts.rules.access import Held
from swadaya.core import keys
from swadaya.ksm import selectors, services

pytestmark = pytest.mark.django_db
DESA = "3304092011"


def waiting(group, who: str) -> tuple[list[int], list[int]]:
    """Numbers of the meetings that this officer confirms, and of those that wait for somebody else."""
    [work] = selectors.waiting_in_groups(by=group[who])
    return [line.number for line in work.confirm], [line.number for line in work.waits]


def test_who_corrected_a_meeting_waits_and_who_wrote_it_first_confirms(group, thursday):
    made = group.record(thursday, counted=120_000)
    assert (waiting(group, "sekretaris"), waiting(group, "bendahara")) == (([], [1]), ([1], []))
    said = group.said(thursday, counted=120_000, catatan="salah tulis")
    by = group["bendahara"]
    services.correct_meeting(made.meeting_id, key=keys.new_key(), said=said, reason="catatan kurang", by=by)
    assert (waiting(group, "sekretaris"), waiting(group, "bendahara")) == (([1], []), ([], [1]))
    services.confirm_meeting(made.meeting_id, by=group["sekretaris"])
    assert waiting(group, "sekretaris") == ([], [])


def test_of_many_groups_the_same_twenty_are_told_each_time(group):
    names = [f"KSM {number:02}" for number in range(25)]
    by = group["fasilitator"]
    ids = [services.register_group(DESA, name=name, by=by, founded_on=date(2026, 1, 1)) for name in names]
    services.change_profile(ids[0], vision="Mandiri", by=by)  # its row is now the youngest of the table
    held = tuple(Held("ketua-ksm", group=str(one)) for one in reversed(ids))
    told = [one.name for one in selectors.waiting_in_groups(by=replace(group["ketua"], held=held))]
    assert told == names[:20]
