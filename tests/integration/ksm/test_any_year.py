"""Any sequence of meetings and corrections leaves books that agree with a plain reckoning."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from counts import examples
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swadaya.accounts.rules import access
from swadaya.core import keys
from swadaya.core.refusal import Invalid
from swadaya.ksm import services
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")
FIRST = date(2026, 1, 8)
PEOPLE = 3

moves = st.tuples(
    st.integers(0, PEOPLE - 1), st.sampled_from(["wajib", "sukarela"]), st.sampled_from([0, 5_000, 10_000])
)
acts = st.fixed_dictionaries(
    {
        "correct": st.booleans(),
        "which": st.integers(0, 5),
        "days": st.integers(0, 3),
        "saved": st.lists(moves, max_size=4, unique_by=lambda move: move[:2]),
        "drawn": st.just([]) | st.lists(moves, max_size=1),
        "missing": st.sampled_from([0, 0, 0, -1_000, 2_000]),
    }
)


class Undone(Exception):
    """Takes an example back."""


def play(group, steps) -> int:
    """Do the steps; the reckoning beside is a list of (day, moved, counted, savings). How many were taken in."""
    done = []
    for step in steps:
        corrected = step["which"] % len(done) if step["correct"] and done else None
        day = done[corrected]["day"] if corrected is not None else (done[-1]["day"] if done else FIRST)
        if corrected is None:
            day += timedelta(days=step["days"])
        opening = (
            (done[corrected - 1]["counted"] if corrected else 0)
            if corrected is not None
            else (done[-1]["counted"] if done else 0)
        )
        said = sentence(group, day, step, opening)
        try:
            with transaction.atomic():
                result = send(group, done, corrected, said)
        except Invalid:
            continue
        entry = {"day": day, "counted": said["kas"]["dihitung"], "savings": saved(said), "id": result.meeting_id}
        if corrected is None:
            done.append(entry)
        else:
            done[corrected] = entry
        agree(group, done)
    return len(done)


def send(group, done, corrected, said):
    if corrected is None:
        return services.record_meeting(group.id, key=keys.new_key(), said=said, by=group["sekretaris"])
    return services.correct_meeting(
        done[corrected]["id"], key=keys.new_key(), said=said, reason="keliru", by=group["bendahara"]
    )


def sentence(group, day, step, opening):
    def rows(name):
        return [{"anggota": group.members[one], "jenis": kind, "jumlah": amount} for one, kind, amount in step[name]]

    moved = sum(amount for *_, amount in step["saved"]) - sum(amount for *_, amount in step["drawn"])
    counted = max(opening + moved + step["missing"], 0)
    return {
        "tanggal": day.isoformat(),
        "hadir": {str(member): "H" for member in group.members},
        "simpanan": rows("saved"),
        "penarikan": rows("drawn"),
        "kas": {"dihitung": counted, "alasan": "hitungan uji" if step["missing"] else ""},
    }


def saved(said):
    total = Counter()
    for name, sign in (("simpanan", 1), ("penarikan", -1)):
        for row in said[name]:
            total[str(row["anggota"]), row["jenis"]] += sign * row["jumlah"]
    return total


def agree(group, done):
    by_day = {entry["day"]: entry["counted"] for entry in done}
    for day, counted in by_day.items():
        assert ledger.cash_on(group.book, day, by=SYSTEM) == counted
    total = Counter()
    for entry in done:
        total.update(entry["savings"])
    held = {(party, part): amount for (_, party, part), amount in ledger.party_balances(group.book, by=SYSTEM).items()}
    assert held == {key: amount for key, amount in total.items() if amount}
    assert all(amount > 0 for amount in held.values())


def test_any_sequence_of_meetings_and_corrections_agrees_with_a_plain_reckoning(make):
    many = examples(10, 150)
    group = make(names=("Siti", "Sri", "Nga"))
    taken = []

    @settings(max_examples=many, suppress_health_check=list(HealthCheck))
    @given(st.lists(acts, min_size=3, max_size=6))
    def run(steps):
        try:
            with transaction.atomic():
                taken.append(play(group, steps))
                raise Undone
        except Undone:
            pass

    run()
    assert sum(taken) > many
