"""What rooms join to another, and the numbers of locks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swadaya.core.locks import lock_key, session_lock, transaction_lock
from swadaya.core.registry import Registry


def test_items_stand_in_the_order_of_joining_and_a_name_means_one_thing():
    rooms: Registry[object] = Registry()
    loans, mentoring = object(), object()
    rooms.register("pinjaman", loans)
    rooms.register("pendampingan", mentoring)
    rooms.register("pinjaman", loans)
    assert list(rooms) == [loans, mentoring] and rooms.names() == ("pinjaman", "pendampingan")
    with pytest.raises(ValueError, match="'pinjaman'"):
        rooms.register("pinjaman", object())
    assert rooms.get("pinjaman") is loans and rooms.get("portal") is None


def test_what_joins_for_a_while_leaves_nothing_behind_even_after_a_fault():
    rooms: Registry[str] = Registry()
    rooms.register("a", "one")
    with pytest.raises(KeyError), rooms.temporarily({"a": "other", "b": "two"}):
        rooms.register("c", "three")
        assert list(rooms) == ["other", "two", "three"]
        raise KeyError
    assert list(rooms) == ["one"]


class Spy:
    def __init__(self):
        self.asked = []

    def execute(self, query, params=()):
        self.asked.append((query, list(params)))


def test_a_lock_of_a_session_is_given_back_after_a_fault():
    spy = Spy()
    transaction_lock(spy, "ksm register", "3304092011")
    with pytest.raises(KeyError), session_lock(spy, "migrasi"):
        raise KeyError
    keys = [[lock_key("ksm register", "3304092011")], [lock_key("migrasi")], [lock_key("migrasi")]]
    assert [key for _, key in spy.asked] == keys
    assert [query.partition("(")[0].split()[-1] for query, _ in spy.asked] == [
        "pg_advisory_xact_lock",
        "pg_advisory_lock",
        "pg_advisory_unlock",
    ]


@given(st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"])), max_size=3))
def test_the_number_of_a_lock_fits_a_bigint(ids):
    assert -(2**63) <= lock_key("ksm", *ids) < 2**63
