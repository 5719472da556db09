"""Groups over time, what they agreed and did, the bodies around them, and the counts for the indicators."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import xlsxwriter

from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import NotAllowed
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.access import name_of, rules_on
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
    assert name_of(ksm, DAY - timedelta(days=1)) == "KSM Sumber Rejeki"
    page = selectors.group(group.id, by=by)
    assert (page.name, page.legal_form) == ("KSM Sumber Makmur", "koperasi")
    assert [fact.kind for fact in selectors.facts_of(group.id, by=by)] == ["badan-hukum", "nama", "status", "nama"]


def test_a_member_with_an_account_finds_themselves_on_the_page(group):
    from swadaya.accounts import services as accounts

    person = group["anggota"].person_id
    with pytest.raises(Invalid):
        services.link_account(group.members[3], person_id=person, by=group["ketua"])
    accounts.give_role(by=SYSTEM, person_id=person, role="anggota-kelompok", group=str(group.id))
    services.link_account(group.members[3], person_id=person, by=group["ketua"])
    assert selectors.group(group.id, by=group["anggota"]).own_member == group.members[3]
    assert selectors.group(group.id, by=group["ketua"]).own_member is None


def test_two_running_groups_of_a_village_do_not_share_a_name(group):
    with pytest.raises(Invalid) as refused:
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
    with pytest.raises(Invalid) as refused:
        services.join_member(group.id, member=poor, by=by)
    assert [problem.code for problem in refused.value.problems] == ["anggota.sumber-miskin"]
    services.join_member(group.id, member=NewMember("Wagiyem", "P", DAY, poor=True, poor_source="PS2"), by=by)
    shares = selectors.group(group.id, by=by).shares
    assert (shares.poor, shares.poor_known, shares.members) == (1, 1, 13)
    beside = selectors.group(group.id, by=group["unit"]).shares
    assert (beside.poor, beside.poor_known, beside.members) == (None, None, 13)


def test_an_office_passes_on(group):
    by = group["fasilitator"]
    services.appoint_officer(group.id, member_id=group.members[5], office="ketua", since=DAY, by=by)
    chair = [one for one in selectors.group(group.id, by=by).officers if one.office == "ketua"]
    assert [(one.name, one.since) for one in chair] == [("Rohyati", DAY)]
    services.end_officer(chair[0].id, on=DAY, by=by)
    with pytest.raises(Invalid):
        services.appoint_officer(group.id, member_id=999_999, office="ketua", since=DAY, by=by)


def test_rules_are_agreed_anew_and_the_old_ones_hold_for_their_days(group, weeks):
    later = {"simpanan": [{"jenis": "wajib", "jumlah": 20000}]}
    services.agree_settings(group.id, effective_on=weeks[2], said=later, agreed_by=group.members, by=group["ketua"])
    ksm = Ksm.objects.get(public_id=group.id)
    amounts = [rules_on(ksm, day).compulsory.amount for day in (weeks[1], weeks[2])]
    assert amounts == [10_000, 20_000]
    with pytest.raises(Invalid):
        services.agree_settings(group.id, effective_on=weeks[2], said=later, agreed_by=[], by=group["ketua"])


def test_a_group_ends_only_with_an_empty_box(group, weeks):
    group.record(weeks[0], counted=120_000)
    with pytest.raises(Invalid) as refused:
        services.dissolve(group.id, on=weeks[1], reason="selesai", by=group["fasilitator"])
    assert "ksm.masih-bersaldo" in {problem.code for problem in refused.value.problems}
    out = [{"anggota": member, "jenis": "wajib", "jumlah": 10_000} for member in group.members]
    group.record(weeks[1], counted=0, simpanan=[], penarikan=out)
    with pytest.raises(Invalid) as refused:
        services.dissolve(group.id, on=weeks[1], reason="selesai", by=group["fasilitator"])
    assert [problem.code for problem in refused.value.problems] == ["ksm.rapat-menunggu"]
    close_all(group)
    services.dissolve(group.id, on=weeks[1], reason="selesai", by=group["fasilitator"])
    assert selectors.public_groups(DESA) == []
    with pytest.raises(Invalid):
        services.reactivate(group.id, on=weeks[2], reason="x", by=group["fasilitator"])


def close_all(group):
    for line in selectors.meetings(group.id, by=SYSTEM):
        services.confirm_meeting(line.id, by=group["bendahara"])


def test_officers_do_not_dissolve_and_units_do_not_change_a_group(group):
    with pytest.raises(NotAllowed):
        services.dissolve(group.id, on=DAY, reason="x", by=group["ketua"])
    with pytest.raises(NotAllowed):
        services.change_profile(group.id, by=group["unit"], goals="x")


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
        done.meeting_id,
        key=services_key(),
        reason="keliru",
        by=group["bendahara"],
        said=group.said(weeks[1], counted=240_000),
    )
    assert (
        selectors.score_card(group.id, first=weeks[0], last=weeks[2], by=group["ketua"]).figure("penabung").part == 12
    )


def test_another_room_speaks_on_the_score_card(group, weeks):
    from fractions import Fraction

    from swadaya.ksm import extension_points
    from swadaya.ksm.rules import panca_sutra

    class Loans:
        def lines(self, ksm_id, *, first, last, book):
            assert ksm_id == group.id
            return {"pinjaman": panca_sutra.Line(book.rules["pinjaman"], Fraction(20), ())}

    group.record(weeks[0], counted=120_000)
    with extension_points.facts.temporarily({"pinjaman": Loans()}):
        card = selectors.score_card(group.id, first=weeks[0], last=weeks[0], by=group["ketua"])
    assert (card.points, card.most) == (60, 80)  # the books were typed in long after the day


def services_key():
    from swadaya.core import keys

    return keys.new_key()


def test_activities_plans_and_links_are_shown_on_the_page(group, make):
    by = group["fasilitator"]
    elder = make(title="KSM Tua")
    services.record_activity(group.id, field="ekonomi", title="Gula semut", on=DAY, roles=["ekonomi"], by=by)
    services.add_work_plan(group.id, year=2026, title="Beli wajan", field="ekonomi", budget=500_000, by=by)
    services.link_groups(group.id, other=elder.id, kind="pembimbing", since=DAY, by=by)
    page = selectors.group(group.id, by=by)
    assert (page.activities[0].roles, page.plans[0].budget, page.links[0].name) == (("ekonomi",), 500_000, "KSM Tua")
    assert selectors.public_group(group.id).fields == ("ekonomi",)


@pytest.mark.reference
def test_a_nik_in_a_cell_of_numbers_is_refused_and_the_nought_of_a_telephone_is_put_back(make, reference_data):
    """Excel keeps 15 of its 16 digits: the last one in the file is not the one that was typed."""
    group = make(names=())
    with (reference_data / "trials" / "r-nik-sel-angka.xlsx").open("rb") as stream:
        done = services.import_members(group.id, stream=stream, name="r.xlsx", by=group["fasilitator"])
    assert [(one.code, one.where.row, one.where.column) for one in done.problems] == [("sel.angka-panjang", 2, "nik")]
    assert "Format Sel, Teks" in done.problems[0].hint
    assert [(one.code, one.got) for one in done.notes] == [("sel.telepon-nol", "81234567890 dibaca 081234567890")]
    assert not Member.objects.exists()


def test_members_of_a_csv_with_other_headings_are_taken_in(make):
    group = make(names=())
    by = group["fasilitator"]
    heads = "Nama Lengkap;Jenis Kelamin;Tanggal Masuk;No. HP"
    lines = ("DAFTAR ANGGOTA 2026;;;", heads, "Siti;P;5/1/2026;81234567890", "JUMLAH;1;;")
    done = services.import_members(group.id, stream=io.BytesIO("\n".join(lines).encode()), name="a.csv", by=by)
    assert (done.added, done.problems) == (1, ())
    assert [one.code for one in done.notes] == ["berkas.letak-kepala", "sel.telepon-nol", "baris.jumlah"]


def test_members_of_a_workbook_are_taken_in_whole_or_not_at_all(make):
    group = make(names=())
    by = group["fasilitator"]
    heads = ("nama", "kelamin", "masuk", "nik", "persetujuan", "miskin", "sumber miskin")
    good = ("Siti", "P", "2026-01-05", "3304095211900001", "prinsip, data-pribadi", "ya", "PS2")
    bad = ("Tarno", "X", "", "12", "", "mungkin", "")
    again = ("Siti Lagi", "perempuan", "2026-01-05", "3304095211900001", "data-pribadi", "", "")
    done = services.import_members(group.id, stream=workbook(heads, good, bad, again), name="a.xlsx", by=by)
    assert [(one.where.row, one.where.column) for one in done.problems] == [
        (3, "masuk"),
        (3, "kelamin"),
        (3, "miskin"),
        (4, "nik"),
    ]
    assert not Member.objects.exists()
    assert services.import_members(group.id, stream=workbook(heads, good), name="a.xlsx", by=by).added == 1
    assert [one.nik for one in selectors.members(group.id, by=by)] == ["••••••••••••0001"]
