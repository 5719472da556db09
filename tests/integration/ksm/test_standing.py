"""How a group rests, wakes, ends and merges, and what that leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from swadaya.accounts.rules.access import Held, NotAllowed, Viewer, system
from swadaya.core import clock, keys
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.models import Meeting, Member, Officer, PersonalData
from swadaya.ksm.values import NewMember
from swadaya.ledger import selectors as books
from swadaya.ledger import services as ledger
from swadaya.ledger.rules.journal import Journal, Posting

pytestmark = pytest.mark.django_db
SYSTEM = system("uji")
DESA = "3304092011"
DAY = date(2026, 1, 20)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_a_group_rests_and_wakes_by_its_own_decision(group):
    plan = services.plan_meeting(group.id, on=clock.today() + timedelta(days=7), by=group["sekretaris"])
    services.make_dormant(group.id, on=DAY, reason="panen raya", by=group["ketua"])
    assert (Meeting.objects.get(public_id=plan).state, Meeting.objects.get().cancelled_why) == (
        "batal",
        "kelompok tidur",
    )
    with pytest.raises(Exception, match="tidur"):
        group.record(DAY, counted=120_000)
    services.reactivate(group.id, on=DAY + timedelta(days=2), reason="panen selesai", by=group["ketua"])
    group.record(DAY + timedelta(days=2), counted=120_000)


def test_no_rest_or_end_is_written_before_what_is_already_recorded(group, weeks):
    group.record(weeks[1], counted=120_000)
    with pytest.raises(Invalid) as refused:
        services.make_dormant(group.id, on=weeks[0], reason="panen", by=group["ketua"])
    assert codes(refused) == ["ksm.tanggal"]


def test_bkm_registers_groups_but_does_not_end_one_it_does_not_accompany(make):
    group = make(names=())
    coordinator = Viewer(None, "koordinator", (Held("koordinator-bkm", region=DESA),), second_factor=True)
    with pytest.raises(NotAllowed):
        services.dissolve(group.id, on=DAY, reason="tidak patuh", by=coordinator)
    with pytest.raises(NotAllowed):
        services.make_dormant(group.id, on=DAY, reason="tidak patuh", by=coordinator)


def test_with_the_group_end_its_memberships_offices_and_what_only_members_need(group):
    by = group["fasilitator"]
    one = NewMember("Wagiyem", "P", DAY, phone="081234567890", nik="3304095211900001", consents=("data-pribadi",))
    services.join_member(group.id, member=one, by=by)
    services.dissolve(group.id, on=DAY, reason="keputusan rapat", by=by)
    assert not Member.objects.filter(left_on=None).exists()
    assert not Officer.objects.filter(until=None).exists()
    assert not PersonalData.objects.exclude(nik_hash=None, phone="").exists()
    for act in (
        lambda: services.join_member(group.id, member=NewMember("Parti", "P", DAY), by=by),
        lambda: services.record_activity(group.id, field="sosial", title="Bakti", on=DAY, by=by),
        lambda: services.add_work_plan(group.id, year=2026, title="Bakti", field="sosial", by=by),
        lambda: services.set_fact(group.id, kind="afiliasi", value="BKM", effective_on=DAY, by=by),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert "ksm.sudah-berakhir" in codes(refused)


def test_no_plan_stays_open_in_a_group_that_ended(group):
    old = services.plan_meeting(group.id, on=DAY - timedelta(days=5), by=group["sekretaris"])
    services.plan_meeting(group.id, on=clock.today() + timedelta(days=7), by=group["sekretaris"])
    services.dissolve(group.id, on=DAY, reason="keputusan rapat", by=group["fasilitator"])
    assert not Meeting.objects.filter(state="direncanakan").exists()
    assert Meeting.objects.get(public_id=old).cancelled_why == "kelompok bubar"


def booked_and_taken_back(group, day):
    codes = {account.label: code for code, account in accounts_of(group).items()}
    moved = (Posting(codes["Bank"], 500_000), Posting(codes["Dana sosial"], -500_000))
    done = ledger.post_batch(
        by=SYSTEM, book_id=group.book, key=keys.new_key(), journals=[Journal(day, "hibah", moved, "1")]
    )
    ledger.reverse(by=SYSTEM, book_id=group.book, key=keys.new_key(), seq=done.last_seq, reason="salah", on=day)


def linked_from_another(group, day):
    other = services.register_group(DESA, name="KSM Tua", founded_on=day, by=group["fasilitator"])
    services.link_groups(other, other=group.id, kind="sebaya", since=day, by=group["fasilitator"])


def agreed_anew(group, day):
    said = {"simpanan": [{"jenis": "wajib", "jumlah": 20000}]}
    services.agree_settings(group.id, effective_on=day, said=said, agreed_by=group.members, by=group["fasilitator"])


ON_RECORD = {
    "kegiatan": lambda group, day: services.record_activity(
        group.id, field="sosial", title="Bakti", on=day, by=group["fasilitator"]
    ),
    "aturan main": agreed_anew,
    "nama": lambda group, day: services.set_fact(
        group.id, kind="nama", value="KSM Baru", effective_on=day, by=group["fasilitator"]
    ),
    "hubungan": linked_from_another,
    "kegiatan lembaga": lambda group, day: services.record_institution_activity(
        DESA, of="bkm", kind="rapat", title="Rapat", on=day, groups=[group.id], by=group["fasilitator"]
    ),
    "buku": booked_and_taken_back,
}


@pytest.mark.parametrize("what", ON_RECORD)
def test_a_group_does_not_end_before_anything_it_has_on_record(group, what):
    ON_RECORD[what](group, DAY)
    with pytest.raises(Invalid) as refused:
        services.dissolve(group.id, on=DAY - timedelta(days=1), reason="selesai", by=group["fasilitator"])
    assert codes(refused) == ["ksm.tanggal"] and DAY.isoformat() in refused.value.problem.expected
    services.dissolve(group.id, on=DAY, reason="selesai", by=group["fasilitator"])


def test_an_activity_that_was_withdrawn_does_not_keep_a_group_from_ending_before_it(group):
    by = group["fasilitator"]
    made = services.record_institution_activity(
        DESA, of="bkm", kind="rapat", title="Rapat", on=DAY, groups=[group.id], by=by
    )
    services.withdraw_institution_activity(made, reason="salah desa", by=by)
    services.dissolve(group.id, on=DAY - timedelta(days=1), reason="selesai", by=by)


def test_the_profile_of_a_group_that_ended_stays_as_it_is(group):
    services.dissolve(group.id, on=DAY, reason="selesai", by=group["fasilitator"])
    with pytest.raises(Invalid) as refused:
        services.change_profile(group.id, vision="Mandiri", by=group["fasilitator"])
    assert codes(refused) == ["ksm.sudah-berakhir"]


def test_an_affiliation_names_no_member_and_a_group_may_bear_any_name(group):
    fact = {"effective_on": DAY, "by": group["ketua"]}
    for kind in ("afiliasi", "badan-hukum"):
        with pytest.raises(Invalid) as refused:
            services.set_fact(group.id, kind=kind, value="binaan Siti Aminah", **fact)
        assert [(one.code, one.where.key) for one in refused.value.problems] == [("nama.dalam-teks", "isi")]
    services.set_fact(group.id, kind="nama", value="KSM Siti Aminah", **fact)


def test_a_group_with_a_later_member_or_officer_does_not_end_before_them(group):
    services.join_member(group.id, member=NewMember("Parti", "P", DAY), by=group["fasilitator"])
    with pytest.raises(Invalid) as refused:
        services.dissolve(group.id, on=DAY - timedelta(days=1), reason="selesai", by=group["fasilitator"])
    assert codes(refused) == ["ksm.tanggal"]


def test_members_of_a_merged_group_join_the_successor_anew(make):
    one, two = make(title="KSM Satu"), make(title="KSM Dua", names=())
    by = one["fasilitator"]
    services.merge(one.id, into=two.id, on=DAY, reason="rapat bersama", by=by)
    assert selectors.group(two.id, by=by).shares.members == 0
    assert [member.left_on for member in selectors.members(one.id, by=by)] == [DAY] * 12
    [fact] = [fact for fact in selectors.facts_of(one.id, by=by) if fact.value == "bergabung"]
    assert (fact.other, fact.other_name, fact.note) == (two.id, "KSM Dua", "rapat bersama")


def test_a_group_does_not_go_over_into_one_that_is_no_more_or_into_itself(make):
    one, two = make(title="KSM Satu"), make(title="KSM Dua")
    by = one["fasilitator"]
    services.dissolve(two.id, on=DAY + timedelta(days=1), reason="selesai", by=by)
    for successor in (two.id, one.id):
        with pytest.raises(Invalid) as refused:
            services.merge(one.id, into=successor, on=DAY, reason="rapat", by=by)
        assert codes(refused) == ["ksm.penerus"]


def test_what_keeps_a_group_from_ending_is_told_before_anybody_tries(group, thursday):
    assert selectors.left_over(group.id, by=group["fasilitator"]) == []
    group.record(thursday, counted=120_000)
    found = selectors.left_over(group.id, by=group["fasilitator"])
    assert [one.code for one in found] == ["ksm.masih-bersaldo", "ksm.rapat-menunggu"]


def test_what_is_left_is_told_to_who_may_end_the_group_and_the_sums_to_who_sees_its_books(group, thursday):
    group.record(thursday, counted=120_000)
    coordinator = Viewer(None, "koordinator", (Held("koordinator-bkm", region=DESA),), second_factor=True)
    with pytest.raises(NotAllowed):
        selectors.left_over(group.id, by=coordinator)
    volunteer = Viewer(None, "relawan", (Held("relawan", region=DESA),), second_factor=True)
    told = [one.got for one in selectors.left_over(group.id, by=volunteer)]
    assert told == ["buku kelompok masih bersaldo", "1 rapat menunggu konfirmasi"]
    with pytest.raises(Invalid) as refused:
        services.dissolve(group.id, on=thursday, reason="selesai", by=volunteer)
    assert not any("Rp" in one.got for one in refused.value.problems)
    assert "Rp120.000" in selectors.left_over(group.id, by=group["fasilitator"])[0].got


def test_money_in_the_bank_and_a_fund_of_the_group_keep_it_from_ending_too(group):
    accounts = {account.label: code for code, account in accounts_of(group).items()}
    moved = (Posting(accounts["Bank"], 500_000), Posting(accounts["Dana sosial"], -500_000))
    ledger.post_batch(by=SYSTEM, book_id=group.book, key=keys.new_key(), journals=[Journal(DAY, "hibah", moved, "1")])
    [problem] = selectors.left_over(group.id, by=group["fasilitator"])
    assert "bank Rp500.000" in problem.got and "dana sosial Rp500.000" in problem.got


def accounts_of(group):
    return books.accounts(group.book, by=SYSTEM)


def test_a_name_is_changed_to_another_and_not_before_the_group_began(group):
    by = group["ketua"]
    with pytest.raises(Invalid) as refused:
        services.set_fact(group.id, kind="nama", value="KSM  Sumber Rejeki", effective_on=DAY, by=by)
    assert codes(refused) == ["ksm.sama"]
    with pytest.raises(Invalid) as refused:
        services.set_fact(group.id, kind="nama", value="KSM Baru", effective_on=date(2025, 12, 31), by=by)
    assert codes(refused) == ["ksm.tanggal"]


def test_two_groups_are_linked_once_and_both_show_it(group, make):
    by, elder = group["fasilitator"], make(title="KSM Tua")
    services.link_groups(group.id, other=elder.id, kind="pembimbing", since=DAY, by=by)
    with pytest.raises(Invalid) as refused:
        services.link_groups(elder.id, other=group.id, kind="sebaya", since=DAY, by=by)
    assert codes(refused) == ["ksm.sudah-terhubung"]
    [link] = selectors.group(elder.id, by=by).links
    assert (link.name, link.label) == ("KSM Sumber Rejeki", "dibimbing kelompok ini")
    assert selectors.group(elder.id, by=elder["ketua"]).links == ()  # whom they do not see, they are not told of


def test_a_plan_lies_in_its_year(group):
    plan = {"year": 2026, "title": "Beli wajan", "field": "ekonomi", "by": group["ketua"]}
    with pytest.raises(Invalid) as refused:
        services.add_work_plan(group.id, starts_on=date(2027, 1, 1), ends_on=date(2026, 5, 1), **plan)
    assert [problem.where.key for problem in refused.value.problems] == ["mulai", "selesai"]
