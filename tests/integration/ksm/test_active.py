"""Which groups count as active (SIPD card of active KSM), why, and what regions beside each other say of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import Held, OutOfSight, Viewer
from swadaya.ksm import selectors, services
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")
DESA, OTHER = "3304092011", "3304092012"


def test_a_group_counts_as_active_by_the_activities_it_took_part_in(make, weeks):
    one, two = make(title="KSM Satu"), make(title="KSM Dua")
    by = one["fasilitator"]
    assert selectors.active_groups("33", 2026).published == 0
    services.record_institution_activity(
        DESA,
        of="desa",
        kind="musyawarah",
        title="Musrenbang",
        on=weeks[0],
        groups=[one.id],
        evidence="daftar hadir",
        by=by,
    )
    found = selectors.active_groups("3304", 2026)
    assert (found.published, found.option, found.evidence["bukti tercatat"]) == (1, "A", 1)
    assert selectors.active_groups("3304", 2025).published == 0
    assert selectors.active_groups("11", 2026).published == 0
    services.record_institution_activity(
        DESA, of="bkm", kind="pelatihan", title="Pembukuan", on=weeks[1], groups=[one.id, two.id], visited=True, by=by
    )
    assert selectors.active_groups("", 2026).published == 2
    [newest, _] = selectors.institution_activities_in(DESA, by=by, year=2026)
    assert set(newest.groups) == {one.id, two.id}


def test_a_merged_group_counts_as_its_successor(make, weeks):
    one, two = make(title="KSM Satu"), make(title="KSM Dua")
    by = one["fasilitator"]
    services.record_institution_activity(
        DESA, of="bkm", kind="rapat", title="Rapat", on=weeks[0], groups=[one.id], by=by
    )
    services.merge(one.id, into=two.id, on=weeks[1], reason="rapat bersama", by=by)
    found = selectors.active_groups("33", 2026)
    assert found.published == 1
    assert [group.name for group in selectors.public_groups(DESA)] == ["KSM Dua"]


def test_quality_beside_the_count_agrees_with_the_score_card(make, monkeypatch):
    from datetime import UTC, datetime

    from swadaya.core import clock

    good, late = make(title="KSM Tepat"), make(title="KSM Telat")
    for group, hour in ((good, 12), (late, 60)):
        day = date(2026, 1, 8)
        monkeypatch.setattr(
            clock, "now", lambda hour=hour, day=day: datetime(2026, 1, 8, tzinfo=UTC) + timedelta(hours=hour)
        )
        group.record(day, counted=120_000)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 2, 1, tzinfo=UTC))
    found = selectors.active_groups("33", 2026)
    assert (found.by_option["A"], found.by_option["B"], found.by_option["C"]) == (0, 2, 1)
    window = {"first": date(2026, 1, 1), "last": date(2026, 2, 1), "by": SYSTEM}
    assert [selectors.score_card(one.id, **window).figure("tepat-waktu").part for one in (good, late)] == [1, 0]


def took_part(by, on, *groups, desa=DESA, **more):
    return services.record_institution_activity(
        desa, of="bkm", kind="rapat", title="Rapat", on=on, groups=groups, by=by, **more
    )


def test_the_last_of_a_chain_of_mergers_counts_with_what_all_of_them_did(make, weeks):
    one, two, three = (make(title=f"KSM {name}") for name in ("Satu", "Dua", "Tiga"))
    by = one["fasilitator"]
    took_part(by, weeks[0], one.id, two.id)
    services.merge(one.id, into=two.id, on=weeks[1], reason="rapat bersama", by=by)
    services.merge(two.id, into=three.id, on=weeks[2], reason="rapat bersama", by=by)
    assert selectors.active_groups("33", 2026).published == 1
    [line] = selectors.activity_in(DESA, by=by, year=2026)
    assert (line.name, line.active) == ("KSM Tiga", True)
    assert "ikut 1 kegiatan lembaga" in line.reasons  # one activity, though two of the three were there


def test_a_village_reads_why_a_group_counts_and_why_another_does_not(make, weeks):
    active, _, unbound, asleep = (
        make(title="KSM Aktif"),
        make(title="KSM Diam"),
        make(title="KSM Baru", names=()),
        make(title="KSM Tidur"),
    )
    by = active["fasilitator"]
    took_part(by, weeks[0], active.id, unbound.id, asleep.id, evidence="daftar hadir 3")
    services.make_dormant(asleep.id, on=weeks[1], reason="panen", by=by)
    said = {one.name: one for one in selectors.activity_in(DESA, by=by, year=2026)}
    assert [name for name, one in said.items() if one.active] == ["KSM Aktif"]
    assert said["KSM Aktif"].reasons == ("aturan main disepakati", "ikut 1 kegiatan lembaga")
    assert said["KSM Aktif"].evidence == "bukti tercatat"
    assert said["KSM Diam"].reasons[1] == "belum tercatat ikut kegiatan lembaga"
    assert said["KSM Baru"].reasons[0] == "aturan main belum disepakati"
    assert said["KSM Tidur"].reasons == ("tidak berjalan pada hari hitungan",)
    counted = selectors.active_groups(DESA, 2026)
    assert counted.published == sum(one.active for one in said.values())
    with pytest.raises(OutOfSight):
        selectors.activity_in(DESA, by=Viewer(None, "jauh", (Held("relawan", region=OTHER),), True), year=2026)


def test_a_visit_of_last_year_is_still_a_visit_within_365_days(make):
    group = make(founded=date(2024, 1, 1))
    by, day = group["fasilitator"], date(2025, 12, 20)
    took_part(by, day, group.id, visited=True)
    [line] = selectors.activity_in(DESA, by=by, year=2026)
    assert (line.active, line.other_meanings["F"]) == (False, True)
    [line] = selectors.activity_in(DESA, by=by, year=2025)
    assert (line.active, line.evidence) == (True, "disaksikan")


def test_regions_stand_beside_each_other_and_add_up(make, weeks):
    group = make(title="KSM Satu")
    by = group["fasilitator"]
    near = services.register_group(OTHER, name="KSM Sebelah", by=by, founded_on=weeks[0])
    services.join_member(near, member=NewMember("Siti", "P", weeks[0], poor=True, poor_source="PS2"), by=by)
    services.make_dormant(near, on=weeks[1], reason="panen", by=by)
    services.list_community_group(DESA, name="Arisan", kind="arisan", by=by)
    took_part(by, weeks[0], group.id)
    found = selectors.groups_beside("330409", by=by, year=2026)
    villages, whole = found.parts, found.whole
    assert [(one.region, one.standing["aktif"], one.standing["tidur"], one.active) for one in villages] == [
        (DESA, 1, 0, 1),
        (OTHER, 0, 1, 0),
    ]
    assert (whole.members, whole.women, whole.poor, whole.poor_known) == (13, 10, None, None)
    assert (whole.community, whole.agreed, whole.active) == (1, 0, 1)
    assert found.active == selectors.active_groups("330409", 2026)
    nation = selectors.groups_beside("", by=SYSTEM, year=2026)
    assert [(one.region, one.members) for one in nation.parts] == [("33", 13)] and nation.whole.members == 13
    before = selectors.groups_beside("", by=SYSTEM, year=2010)
    assert (before.active, before.whole.active) == (None, None)  # no rule says what active meant then
    with pytest.raises(OutOfSight):
        selectors.groups_beside("3304", by=by, year=2026)


def test_poverty_is_told_of_no_few_and_found_by_no_subtraction(make, weeks):
    by = make(names=()).people["fasilitator"]
    mixed = services.register_group(OTHER, name="KSM Campur", by=by, founded_on=weeks[0])
    few = services.register_group(DESA, name="KSM Sedikit", by=by, founded_on=weeks[0])
    for group, poor, others in ((mixed, 6, 7), (few, 12, 3)):
        for number in range(poor + others):
            one = NewMember(f"Orang {number}", "P", weeks[0], poor=number < poor, poor_source="PS2")
            services.join_member(group, member=one, by=by)
    told = {}
    for region in ("", "33", "3304", "330409"):
        found = selectors.groups_beside(region, by=SYSTEM, year=2026)
        told[region] = [(one.poor, one.poor_known) for one in (*found.parts, found.whole)]
    assert told == {
        "": [(6, 13)] * 2,
        "33": [(6, 13)] * 2,
        "3304": [(6, 13)] * 2,
        "330409": [(None, None), (6, 13), (6, 13)],
    }
    for number in range(2):
        one = NewMember(f"Orang lain {number}", "P", weeks[0], poor=False, poor_source="PS2")
        services.join_member(few, member=one, by=by)
    whole = selectors.groups_beside("", by=SYSTEM, year=2026).whole
    assert (whole.poor, whole.poor_known) == (18, 30)


def test_no_subtraction_between_a_whole_and_its_parts_tells_a_small_count(make):
    sizes = {"KSM Kecil": "PPPL", "KSM Campur": "PPPPPPLL", "KSM Ibu": "PPPPPP", "KSM Rata": "PPPPPLLLLL"}
    for number, (title, sexes) in enumerate(sizes.items()):
        group = make(title=title, names=())
        for one, sex in enumerate(sexes):
            member = NewMember(f"Orang {number}-{one}", sex, date(2026, 1, 1))
            services.join_member(group.id, member=member, by=group["fasilitator"])
    told = selectors.public_groups(DESA)
    whole = selectors.public_statistics("33")
    assert {one.name: (one.members, one.women) for one in told} == {
        "KSM Kecil": (None, None),
        "KSM Campur": (8, None),
        "KSM Ibu": (6, 6),
        "KSM Rata": (10, 5),
    }
    assert (whole.groups, whole.members, whole.women, whole.women_of) == (4, 24, 11, 16)
    assert whole.members == sum(one.members or 0 for one in told)
    assert whole.women == sum(one.women or 0 for one in told)
    assert selectors.public_statistics("11").members is None
