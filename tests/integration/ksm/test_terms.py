"""Offices and consents over time: one holder at a time, and nothing agreed to by whoever is gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from swadaya.core import clock
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.models import Consent, PersonalData
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
RULES = {"simpanan": [{"jenis": "wajib", "jumlah": 15_000}]}
DAY = date(2026, 1, 20)
LATER = DAY + timedelta(days=10)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def chair(group):
    return next(one for one in selectors.terms_of(group.id, by=group["ketua"]) if one.office == "ketua")


def test_two_never_hold_one_office_on_the_same_day(group):
    by = group["fasilitator"]
    services.end_officer(chair(group).id, on=LATER, by=by)
    with pytest.raises(Invalid) as refused:
        services.appoint_officer(group.id, member_id=group.members[5], office="ketua", since=LATER, by=by)
    assert codes(refused) == ["pengurus.lebih-awal"]
    services.appoint_officer(group.id, member_id=group.members[5], office="ketua", since=LATER + timedelta(1), by=by)
    assert [(one.since, one.until) for one in selectors.terms_of(group.id, by=by) if one.office == "ketua"] == [
        (LATER + timedelta(1), None),
        (date(2026, 1, 1), LATER),
    ]


def test_nobody_holds_an_office_twice_or_after_they_left(group):
    by, helper = group["fasilitator"], group.members[4]
    services.appoint_officer(group.id, member_id=helper, office="lainnya", since=DAY, by=by)
    for member, office in ((helper, "lainnya"), (group.members[0], "ketua")):
        with pytest.raises(Invalid) as refused:
            services.appoint_officer(group.id, member_id=member, office=office, since=LATER, by=by)
        assert codes(refused) == ["pengurus.sudah"]
    services.leave_group(group.members[6], on=LATER, reason="pindah", by=by)
    with pytest.raises(Invalid) as refused:
        services.appoint_officer(group.id, member_id=group.members[6], office="ketua", since=DAY, by=by)
    assert codes(refused) == ["pengurus.bukan-anggota"]


def test_a_term_does_not_end_tomorrow_and_nobody_leaves_before_the_own_term(group):
    by = group["fasilitator"]
    with pytest.raises(Invalid) as refused:
        services.end_officer(chair(group).id, on=clock.today() + timedelta(days=1), by=by)
    assert codes(refused) == ["ksm.tanggal"]
    services.appoint_officer(group.id, member_id=group.members[5], office="ketua", since=LATER, by=by)
    with pytest.raises(Invalid) as refused:
        services.leave_group(group.members[5], on=DAY, reason="pindah", by=by)
    assert codes(refused) == ["anggota.menjabat"]


def test_a_consent_is_given_once_taken_back_and_given_again_with_its_days(group):
    by, member = group["ketua"], group.members[3]
    with pytest.raises(Invalid) as refused:
        services.give_consent(member, kind="prinsip", on=DAY, by=by)
    assert codes(refused) == ["anggota.sudah-setuju"]
    with pytest.raises(Invalid) as refused:
        services.withdraw_consent(member, kind="prinsip", on=clock.today() + timedelta(days=1), by=by)
    assert codes(refused) == ["ksm.tanggal"]
    services.withdraw_consent(member, kind="prinsip", on=LATER, by=by)
    with pytest.raises(Invalid) as refused:
        services.give_consent(member, kind="prinsip", on=DAY, by=by)
    assert codes(refused) == ["ksm.tanggal"]
    services.give_consent(member, kind="prinsip", on=LATER, by=by)
    told = [one for one in selectors.member_file(member, by=by).consents if one.kind == "prinsip"]
    assert [(one.given_on, one.withdrawn_on) for one in told] == [(LATER, None), (date(2026, 1, 1), LATER)]


def test_whoever_left_or_is_forgotten_agrees_to_nothing_more(group):
    by, member = group["ketua"], group.members[3]
    services.leave_group(member, on=DAY, reason="pindah", by=by)
    with pytest.raises(Invalid) as refused:
        services.give_consent(member, kind="pendampingan", on=DAY, by=by)
    assert codes(refused) == ["anggota.keluar"]
    services.erase_member(member, reason="diminta", by=by)
    for act in (
        lambda: services.withdraw_consent(member, kind="prinsip", on=DAY, by=by),
        lambda: services.link_account(member, person_id=group["anggota"].person_id, by=by),
        lambda: services.rename_member(member, name="Tumirah", by=by),
        lambda: services.state_poverty(member, poor=True, source="PS2", by=by),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert "anggota.dihapus" in codes(refused)


def test_several_agree_at_once_or_nobody_does(group, make):
    by, stranger = group["ketua"], make(title="KSM Mawar").members[0]
    with pytest.raises(Invalid):
        services.consent_together(group.id, kind="pendampingan", members=[*group.members, stranger], on=DAY, by=by)
    assert not Consent.objects.filter(kind="pendampingan").exists()
    assert services.consent_together(group.id, kind="pendampingan", members=group.members, on=DAY, by=by) == 12


def test_who_did_not_agree_to_the_new_rules_agreed_to_the_old_ones(group):
    said = {"simpanan": [{"jenis": "wajib", "jumlah": 20000}]}
    services.agree_settings(group.id, effective_on=DAY, said=said, agreed_by=group.members[:6], by=group["ketua"])

    def rules(member):
        file = selectors.member_file(member, by=group["ketua"])
        return [(one.given_on, one.outdated) for one in file.consents if one.kind == "aturan-main"]

    assert rules(group.members[0]) == [(DAY, False), (date(2026, 1, 1), False)]
    assert rules(group.members[7]) == [(date(2026, 1, 1), True)]


def test_the_telephone_of_whoever_took_the_consent_back_does_not_return_by_itself(group):
    one = NewMember("Wagiyem", "P", DAY, phone="081234567890", consents=("data-pribadi",))
    member = services.join_member(group.id, member=one, by=group["ketua"])
    services.withdraw_consent(member, kind="data-pribadi", on=DAY, by=group["ketua"])
    with pytest.raises(Invalid) as refused:
        services.rename_member(member, name="Wagiyem", phone="081234567890", by=group["ketua"])
    assert codes(refused) == ["anggota.telepon"]
    services.rename_member(member, name="Wagiyem Lestari", by=group["ketua"])
    assert PersonalData.objects.get(pk=member).name == "Wagiyem Lestari"


def test_a_nik_comes_later_with_the_consent_and_only_once_in_the_group(group):
    by, (one, two) = group["ketua"], group.members[:2]
    with pytest.raises(Invalid) as refused:
        services.keep_nik(one, number="3304095211900001", by=by)
    assert codes(refused) == ["nik.tanpa-persetujuan"]
    services.consent_together(group.id, kind="data-pribadi", members=[one, two], on=DAY, by=by)
    services.keep_nik(one, number="3304 0952 1190 0001", by=by)
    services.keep_nik(one, number="3304095211900001", by=by)  # the own one is no other's
    with pytest.raises(Invalid) as refused:
        services.keep_nik(two, number="3304095211900001", by=by)
    assert codes(refused) == ["nik.ganda"]


def test_data_of_a_member_are_mended_whole_or_not_at_all(group):
    by, member = group["ketua"], group.members[0]
    given = {"name": "Siti Amina", "phone": "", "poor": True, "poor_source": "PS2", "by": by}
    with pytest.raises(Invalid) as refused:
        services.change_member(member, number="123", **(given | {"phone": "dua"}))
    assert codes(refused) == ["anggota.telepon", "nik.bentuk", "nik.tanpa-persetujuan"]
    assert PersonalData.objects.get(pk=member).name == "Siti Aminah"
    services.change_member(member, **given)
    found = selectors.member_file(member, by=by).info
    assert (found.name, found.poor, found.poor_source) == ("Siti Amina", True, "PS2")


def test_whoever_comes_back_is_a_new_member_with_the_same_account(group):
    from swadaya.accounts import services as accounts
    from swadaya.accounts.rules.access import system

    by, person, before = group["ketua"], group["anggota"].person_id, group.members[3]
    accounts.give_role(by=system("uji"), person_id=person, role="anggota-kelompok", group=str(group.id))
    services.link_account(before, person_id=person, by=by)
    assert person not in dict(selectors.accounts_in(group.id, by=by))
    services.leave_group(before, on=DAY, reason="pindah", by=by)
    again = services.join_member(group.id, member=NewMember("Tumirah", "P", LATER), by=by)
    assert person in dict(selectors.accounts_in(group.id, by=by))
    services.link_account(again, person_id=person, by=by)
    assert selectors.group(group.id, by=group["anggota"]).own_member == again
    assert selectors.member_file(before, by=group["anggota"]).info.number == 4


def test_a_consent_taken_back_later_does_not_come_to_life_by_older_rules(group):
    by, doubting = group["fasilitator"], group.members[3]
    services.withdraw_consent(doubting, kind="aturan-main", on=LATER, by=by)
    with pytest.raises(Invalid) as refused:
        services.agree_settings(group.id, effective_on=DAY, said=RULES, agreed_by=group.members, by=by)
    assert codes(refused) == ["aturan.persetujuan-ditarik"]
    assert "nomor 4" in refused.value.problem.got
    assert not Consent.objects.filter(member_id=doubting, kind="aturan-main", withdrawn_on=None).exists()
    rest = [member for member in group.members if member != doubting]
    services.agree_settings(group.id, effective_on=DAY, said=RULES, agreed_by=rest, by=by)
    services.agree_settings(group.id, effective_on=LATER, said=RULES, agreed_by=group.members, by=by)
    assert Consent.objects.get(member_id=doubting, kind="aturan-main", withdrawn_on=None).given_on == LATER


def test_rules_written_down_late_leave_the_consents_to_newer_ones(group):
    by = group["fasilitator"]
    for day in (LATER, DAY):
        services.agree_settings(group.id, effective_on=day, said=RULES, agreed_by=group.members, by=by)
    held = Consent.objects.filter(member_id=group.members[0], kind="aturan-main", withdrawn_on=None)
    assert [one.given_on for one in held] == [LATER]


def test_whoever_left_or_is_forgotten_agrees_to_no_rules_any_more(group):
    by, gone, forgotten = group["fasilitator"], group.members[3], group.members[5]
    for member in (gone, forgotten):
        services.leave_group(member, on=LATER, reason="pindah", by=by)
    services.erase_member(forgotten, reason="diminta", by=group["ketua"])
    with pytest.raises(Invalid) as refused:
        services.agree_settings(group.id, effective_on=DAY, said=RULES, agreed_by=group.members, by=by)
    assert codes(refused) == ["anggota.keluar"] * 2
    assert [problem.got for problem in refused.value.problems] == [
        "anggota nomor 4 sudah keluar",
        "anggota nomor 6 sudah keluar",
    ]


def test_poverty_is_not_written_of_whoever_took_the_consent_back_or_left(group):
    by = group["fasilitator"]
    one, two = (
        services.join_member(
            group.id,
            by=by,
            member=NewMember(
                name, "P", DAY, birth_year=1980, poor=True, poor_source="musyawarah", consents=("data-pribadi",)
            ),
        )
        for name in ("Wagiyem", "Paijem")
    )
    services.withdraw_consent(one, kind="data-pribadi", on=LATER, by=by)
    kept = PersonalData.objects.get(pk=one)
    assert (kept.name, kept.poor, kept.poor_source, kept.birth_year) == ("Wagiyem", None, "", None)
    services.leave_group(two, on=LATER, reason="pindah", by=by)
    for member, said in ((one, True), (one, False), (two, False)):
        with pytest.raises(Invalid) as refused:
            services.state_poverty(member, poor=said, source="PS2", by=by)
        assert codes(refused) == ["anggota.miskin"]
    services.state_poverty(two, poor=True, source="musyawarah", by=by)  # as it stands already
    services.state_poverty(two, poor=None, source="", by=by)
    assert PersonalData.objects.get(pk=two).poor is None
