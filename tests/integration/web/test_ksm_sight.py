"""The page of a meeting for whoever may see the group and not know its members: sums and days, whole and nameless."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import a_group
import pytest

from swadaya.core import clock, keys
from swadaya.ksm import services

pytestmark = pytest.mark.django_db
NESTED = {"h1", "h2", "h3", "section", "header", "div", "table", "ol", "ul", "main", "form"}


class Nesting(HTMLParser):
    """Elements that were opened and not closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in NESTED:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in NESTED and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def seen(group: a_group.AGroup, name: str, number: int) -> str:
    answer = group.browser(name).get(f"{group.address}rapat/{number}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    nesting = Nesting(page)
    assert (nesting.open, nesting.wrong) == ([], [])
    return page


@pytest.mark.parametrize("name", ["unit", "tumirah"])
def test_a_corrected_and_closed_meeting_names_nobody_to_who_may_not_know_members(group, name):
    told = {"tempat": "rumah Ngatinah", "agenda": [{"judul": "Menjenguk Ngatinah", "keadaan": "terlaksana"}]}
    done = group.record(clock.today(), counted=40_000, **told)
    services.correct_meeting(
        done.meeting_id,
        key=keys.new_key(),
        said=group.said(clock.today(), counted=40_000, **told),
        reason="Ngatinah salah tulis",
        by=group.viewer("sri"),
    )
    services.confirm_meeting(done.meeting_id, by=group.viewer("ngatinah"))
    officer = seen(group, "siti", 1)
    assert all(word in officer for word in ("rumah Ngatinah", "Menjenguk Ngatinah", "Ngatinah salah tulis"))
    page = seen(group, name, 1)
    assert "gatinah" not in page and group.viewer("sri").name not in page
    assert "ditutup pengurus, dikonfirmasi pengurus" in page and "40.000" in page
    assert "Alasan:" not in page and "Agenda dan catatan" not in page


def test_a_meeting_that_was_called_off_says_so_without_its_reason(group):
    planned = services.plan_meeting(group.id, on=clock.today(), by=group.viewer("sri"))
    services.cancel_meeting(planned, reason="Ngatinah berduka", by=group.viewer("sri"))
    assert "Ngatinah berduka" in seen(group, "siti", 1)
    page = seen(group, "unit", 1)
    assert "Batal" in page and "gatinah" not in page and '<span class="note"></span>' not in page
