"""Groups over time, what they agreed and did, the bodies around them, and the counts for the indicators."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import xlsxwriter

from swadaya.accounts import access
from swadaya.accounts.access import Held, NotAllowed, OutOfSight, Viewer
from swadaya.core.problem import Unusable
from swadaya.core.refusal import Refused
from swadaya.ksm import reach, selectors, services
from swadaya.ksm.models import Ksm, Member
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")
DESA = "3304092011"
DAY = date(2026, 1, 20)


def workbook(*rows) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    out.seek(0)
    return out


def test_a_name_and_a_form_hold_from_their_day_on(group):
    by = group["fasilitator"]
    services.set_fact(group.id, kind="nama", value="KSM Sumber Makmur", effective_on=DAY, by=by, note="rapat anggota")
    services.set_fact(group.id, kind="badan-hukum", value="koperasi", effective_on=DAY, by=by)
    ksm = Ksm.objects.get(public_id=group.id)
    assert reach.name_of(ksm, DAY - timedelta(days=1)) == "KSM Sumber Rejeki"
    page = selectors.group(group.id, by=by)
    assert (page.name, page.legal_form) == ("KSM Sumber Makmur", "koperasi")
    assert [fact.kind for fact in selectors.facts_of(group.id, by=by)] == ["badan-hukum", "nama", "status", "nama"]


def test_groups_are_found_by_a_part_of_the_name_they_have_now(group, make):
    by = group["fasilitator"]
    make(names=(), title="KSM Mawar")
    services.set_fact(group.id, kind="nama", value="KSM Melati Jaya", effective_on=DAY, by=by)
    assert [line.name for line in selectors.groups_in("33", by=by, text="melati")] == ["KSM Melati Jaya"]
    assert selectors.groups_in("33", by=by, text="Rejeki") == []


def test_a_member_with_an_account_finds_themselves_on_the_page(group):
    from swadaya.accounts import services as accounts

    person = group["anggota"].person_id
    with pytest.raises(Refused):
        services.link_account(group.members[3], person_id=person, by=group["ketua"])
    accounts.give_role(by=SYSTEM, person_id=person, role="anggota-kelompok", group=str(group.id))
    services.link_account(group.members[3], person_id=person, by=group["ketua"])
    assert selectors.group(group.id, by=group["anggota"]).own_member == group.members[3]
    assert selectors.group(group.id, by=group["ketua"]).own_member is None


def test_two_running_groups_of_a_village_do_not_share_a_name(group):
    with pytest.raises(Refused) as refused:
        services.register_group(DESA, name="ksm sumber  rejeki", by=group["fasilitator"])
    assert [problem.code for problem in refused.value.problems] == ["ksm.nama-ada"]


def test_a_complete_profile_is_the_output_of_formation(group):
    by = group["fasilitator"]
    page = selectors.group(group.id, by=by)
    assert {item.code for item in page.completeness if not item.done} == {"visi", "misi", "tujuan"}
    services.change_profile(group.id, by=by, vision="Mandiri", mission="Menabung", goals="Modal bersama")
    assert all(item.done for item in selectors.group(group.id, by=by).completeness)
    assert (page.shares.members, page.shares.women) == (12, 9)
    assert (len(page.principles), page.consenting) == (8, 12)


def test_poor_members_are_told_to_the_group_with_their_source(group):
    by = group["fasilitator"]
    poor = NewMember("Wagiyem", "P", DAY, poor=True)
    with pytest.raises(Refused) as refused:
        services.join_member(group.id, member=poor, by=by)
    assert [problem.code for problem in refused.value.problems] == ["anggota.sumber-miskin"]
    services.join_member(group.id, member=NewMember("Wagiyem", "P", DAY, poor=True, poor_source="PS2"), by=by)
    shares = selectors.group(group.id, by=by).shares
    assert (shares.poor, shares.poor_known, shares.members) == (1, 1, 13)


def test_an_office_passes_on(group):
    by = group["fasilitator"]
    services.appoint_officer(group.id, member_id=group.members[5], office="ketua", since=DAY, by=by)
    chair = [one for one in selectors.group(group.id, by=by).officers if one.office == "ketua"]
    assert [(one.name, one.since) for one in chair] == [("Rohyati", DAY)]
    services.end_officer(chair[0].id, on=DAY, by=by)
    with pytest.raises(Refused):
        services.appoint_officer(group.id, member_id=999_999, office="ketua", since=DAY, by=by)


def test_rules_are_agreed_anew_and_the_old_ones_hold_for_their_days(group, weeks):
    later = {"simpanan": [{"jenis": "wajib", "jumlah": 20000}]}
    services.agree_settings(group.id, effective_on=weeks[2], said=later, agreed_by=group.members, by=group["ketua"])
    ksm = Ksm.objects.get(public_id=group.id)
    amounts = [reach.rules_on(ksm, day).compulsory.amount for day in (weeks[1], weeks[2])]
    assert amounts == [10_000, 20_000]
    with pytest.raises(Refused):
        services.agree_settings(group.id, effective_on=weeks[2], said=later, agreed_by=[], by=group["ketua"])


def test_a_group_ends_only_with_an_empty_box(group, weeks):
    group.record(weeks[0], counted=120_000)
    with pytest.raises(Refused) as refused:
        services.dissolve(group.id, on=weeks[1], reason="selesai", by=group["fasilitator"])
    assert "ksm.masih-bersaldo" in {problem.code for problem in refused.value.problems}
    out = [{"anggota": member, "jenis": "wajib", "jumlah": 10_000} for member in group.members]
    group.record(weeks[1], counted=0, simpanan=[], penarikan=out)
    services.dissolve(group.id, on=weeks[1], reason="selesai", by=group["fasilitator"])
    assert selectors.public_groups(DESA) == []
    with pytest.raises(Refused):
        services.wake(group.id, on=weeks[2], reason="x", by=group["fasilitator"])


def test_officers_do_not_dissolve_and_units_do_not_change_a_group(group):
    with pytest.raises(NotAllowed):
        services.dissolve(group.id, on=DAY, reason="x", by=group["ketua"])
    with pytest.raises(NotAllowed):
        services.change_profile(group.id, by=group["unit"], goals="x")


def test_only_groups_agreed_by_members_and_actors_grow_into_a_ksm(group):
    by = group["fasilitator"]
    number = services.list_community_group(DESA, name="Arisan RT 2", kind="arisan", members=15, by=by)
    services.agree_mentoring(number, side="anggota", by_whom="berita acara 3", on=DAY, by=by)
    with pytest.raises(Refused):
        services.adopt_community_group(number, ksm_id=group.id, by=by)
    services.agree_mentoring(number, side="pelaku", by_whom="relawan", on=DAY, by=by)
    services.adopt_community_group(number, ksm_id=group.id, by=by)
    [line] = selectors.community_groups_in(DESA, by=by)
    assert (line.agreed, line.ksm_id) == (True, group.id)


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


def test_the_score_card_is_made_of_the_records(group, weeks):
    absent = {str(member): "H" for member in group.members} | {str(group.members[7]): "A"}
    saved = [
        {"anggota": member, "jenis": "wajib", "jumlah": 10_000}
        for member in group.members
        if member != group.members[7]
    ]
    group.record(weeks[0], counted=120_000)
    done = group.record(weeks[1], counted=230_000, hadir=absent, simpanan=saved)
    plan = services.plan_meeting(group.id, on=weeks[2], by=group["sekretaris"])
    card = selectors.score_card(group.id, first=weeks[0], last=weeks[2], by=group["ketua"])
    happened = card.figure("terlaksana")
    assert (happened.part, happened.whole) == (2, 3)
    assert [one.key for one in happened.records if not one.counted] == [str(plan)]
    assert (card.figure("kehadiran").part, card.figure("kehadiran").whole) == (23, 24)
    savers = card.figure("penabung")
    assert [one.key for one in savers.records if not one.counted] == [str(group.members[7])]
    services.correct_meeting(
        done.meeting_id, key=services_key(), reason="keliru", by=group["bendahara"],
        said=group.said(weeks[1], counted=240_000),
    )  # fmt: skip
    assert (
        selectors.score_card(group.id, first=weeks[0], last=weeks[2], by=group["ketua"]).figure("penabung").part == 12
    )


def test_another_room_speaks_on_the_score_card(group, weeks):
    from fractions import Fraction

    from swadaya.ksm import joining, panca_sutra

    class Loans:
        def lines(self, ksm_id, *, first, last, book):
            assert ksm_id == group.id
            return {"pinjaman": panca_sutra.Line(book.rules["pinjaman"], Fraction(20), ())}

    group.record(weeks[0], counted=120_000)
    joining.register_facts("pinjaman", Loans())
    try:
        card = selectors.score_card(group.id, first=weeks[0], last=weeks[0], by=group["ketua"])
    finally:
        joining.forget("pinjaman")
    assert (card.points, card.most) == (60, 80)  # the books were typed in long after the day


def services_key():
    from swadaya.core import keys

    return keys.new_key()


def test_lks_and_bkkks_are_counted_by_province_and_nation(regions, home):
    services.register_welfare_body("33", name="BKKKS Jawa Tengah", kind="BKKKS", by=SYSTEM)
    body = services.register_welfare_body("11", name="BKKKS Aceh", kind="BKKKS", by=SYSTEM)
    services.register_welfare_body("3304", name="Panti A", kind="LKS", services=["rehabilitasi"], by=SYSTEM)
    services.register_welfare_body(DESA, name="Yayasan B", kind="LKS", legal_form="yayasan",
                                   services=["pemberdayaan", "rehabilitasi"], by=SYSTEM)  # fmt: skip
    services.record_welfare_activity(body, title="Forum", on=DAY, tasks=["forum", "koordinasi"], by=SYSTEM)
    nation, java = selectors.welfare_counts(), selectors.welfare_counts("33")
    assert (nation.bkkks, nation.by_province) == (2, {"33": 1, "11": 1})
    assert (java.lks, java.lks_legal, java.by_service["rehabilitasi"]) == (2, 1, 2)
    with pytest.raises(Refused):
        services.register_welfare_body("3304", name="BKKKS Banjarnegara", kind="BKKKS", by=SYSTEM)
    with pytest.raises(Refused):
        services.record_welfare_activity(body, title="Forum", on=DAY, tasks=["berdagang"], by=SYSTEM)
    assert [one.count for one in selectors.welfare_bodies_in("11", by=SYSTEM)] == [1]


def test_bkm_and_units_stand_at_their_level(group):
    coordinator = Viewer(None, "koordinator", (Held("koordinator-bkm", region=DESA),), second_factor=True)
    bkm = services.register_bkm(DESA, name="BKM Lestari", by=coordinator)
    services.register_unit(DESA, name="UPK Lestari", kind="UPK", bkm_id=bkm, by=coordinator)
    services.register_unit("330409", name="UPK Kecamatan", kind="UPK", by=group["fasilitator"])
    assert [(one.name, one.note) for one in selectors.units_in("330409", by=SYSTEM)] == [
        ("UPK Kecamatan", "kecamatan"), ("UPK Lestari", "kelurahan"),
    ]  # fmt: skip
    with pytest.raises(OutOfSight):
        services.register_bkm("1101022001", name="BKM Jauh", by=coordinator)
    with pytest.raises(Refused):
        services.register_unit("3304", name="UPK Kabupaten", kind="UPK", by=SYSTEM)


def test_activities_plans_and_links_are_shown_on_the_page(group, make):
    by = group["fasilitator"]
    elder = make(title="KSM Tua")
    services.record_activity(group.id, field="ekonomi", title="Gula semut", on=DAY, roles=["ekonomi"], by=by)
    services.add_work_plan(group.id, year=2026, title="Beli wajan", field="ekonomi", budget=500_000, by=by)
    services.link_groups(group.id, other=elder.id, kind="pembimbing", since=DAY, by=by)
    page = selectors.group(group.id, by=by)
    assert (page.activities[0].roles, page.plans[0].budget, page.links[0].name) == (("ekonomi",), 500_000, "KSM Tua")
    assert selectors.public_group(group.id).fields == ("ekonomi",)


GROUP_HEADS = ("Desa", "Nama", "Jenis", "Berdiri")


def test_groups_of_a_workbook_are_taken_in_whole(regions, home):
    rows = (GROUP_HEADS, ("33.04.09.2011", "KSM A", "SPP", "2019-03-01"), ("3304092012", "KSM B", "", ""))
    tried = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM, dry_run=True)
    assert (tried.rows, tried.added, tried.problems) == (2, 0, ()) and not Ksm.objects.exists()
    done = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM)
    assert done.added == 2 and Ksm.objects.count() == 2


def test_every_bad_row_is_told_and_nothing_is_taken_in(regions, home):
    rows = (GROUP_HEADS, ("33.04.09.2011", "KSM A", "", ""), ("99.99.99.9999", "KSM B", "", ""),
            ("33.04.09.2011", "KSM A", "", ""), ("33.04.09.2011", "", "Klub", "kemarin"))  # fmt: skip
    done = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM)
    assert [(one.where.row, one.code) for one in done.problems] == [
        (3, "wilayah.bukan-desa"), (4, "ksm.nama-ada"), (5, "impor.berdiri"),
    ]  # fmt: skip
    assert not Ksm.objects.exists()


def test_members_of_a_workbook_are_taken_in_whole_or_not_at_all(make):
    group = make(names=())
    by = group["fasilitator"]
    heads = ("nama", "kelamin", "masuk", "nik", "persetujuan", "miskin", "sumber miskin")
    good = ("Siti", "P", "2026-01-05", "3304095211900001", "prinsip, data-pribadi", "ya", "PS2")
    bad = ("Tarno", "X", "", "12", "", "mungkin", "")
    again = ("Siti Lagi", "perempuan", "2026-01-05", "3304095211900001", "data-pribadi", "", "")
    done = services.import_members(group.id, stream=workbook(heads, good, bad, again), name="a.xlsx", by=by)
    assert [(one.where.row, one.where.column) for one in done.problems] == [
        (3, "masuk"), (3, "kelamin"), (3, "miskin"), (4, "nik"),
    ]  # fmt: skip
    assert not Member.objects.exists()
    assert services.import_members(group.id, stream=workbook(heads, good), name="a.xlsx", by=by).added == 1
    assert [one.nik for one in selectors.members(group.id, by=by)] == ["••••••••••••0001"]


def test_files_that_are_no_workbook_are_refused_with_a_sentence(regions, home):
    for content in (b"", b"PK\x03\x04 rusak", b"a,b,c"):
        with pytest.raises(Unusable) as refused:
            services.import_groups(io.BytesIO(content), name="x.xlsx", by=SYSTEM)
        assert refused.value.problem.code == "berkas.xlsx-rusak"
    with pytest.raises(Unusable) as refused:
        services.import_groups(workbook(("kota", "nama")), name="x.xlsx", by=SYSTEM)
    assert refused.value.problem.code == "berkas.kolom"


def test_lists_go_on_where_they_ended(make):
    groups = {make(names=(), title=f"KSM {letter}").id for letter in "ABCDE"}
    seen, after = set(), ""
    while page := selectors.groups_in("33", by=SYSTEM, after=after, limit=2):
        seen |= {line.id for line in page}
        after = page[-1].cursor
    assert seen == groups
    assert selectors.groups_in("33", by=SYSTEM, status="tidur") == []
