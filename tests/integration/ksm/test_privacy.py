"""Who a member is: seen by few, never in books or events, erasable; the NIK least of all."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from swadaya.accounts.models import Event
from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import Held, NotAllowed
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.members import nik_cipher
from swadaya.ksm.models import Decision, PersonalData, Record, Section
from swadaya.ksm.values import NewMember, PublicGroup

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")
NIK = "3304095211900001"


def join(group, *, nik=NIK, name="Wagiyem", **more):
    given = {"birth_year": 1990, "consents": ("prinsip", "data-pribadi"), **more}
    joining = NewMember(name, "P", date(2026, 1, 2), nik=nik, **given)
    return services.join_member(group.id, member=joining, by=group["fasilitator"])


def reader(group, *, second_factor=True):
    from dataclasses import replace

    return replace(group["auditor"], second_factor=second_factor)


def dump() -> str:
    """The whole content of the test database as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found)


def test_a_nik_is_masked_and_read_whole_only_with_a_purpose_that_is_kept(group):
    member = join(group)
    shown = [one.nik for one in selectors.members(group.id, by=group["ketua"]) if one.id == member]
    assert shown == ["••••••••••••0001"]
    with pytest.raises(NotAllowed):
        services.read_nik(member, purpose="penyaluran bantuan sosial", by=group["ketua"])
    with pytest.raises(Invalid):
        services.read_nik(member, purpose="ingin", by=reader(group))
    with pytest.raises(NotAllowed):
        services.read_nik(member, purpose="penyaluran bantuan sosial", by=reader(group, second_factor=False))
    assert services.read_nik(member, purpose="penyaluran bantuan sosial", by=reader(group)) == NIK
    event = Event.objects.get(action="ksm.baca-nik")
    assert event.purpose == "penyaluran bantuan sosial" and "13" in event.label


def test_the_purpose_of_reading_a_nik_stays_for_ever_and_names_nobody(group):
    member = join(group)
    for purpose in ("bantuan sosial bagi Wagiyem", "diminta Siti Aminah untuk bank"):
        with pytest.raises(Invalid) as refused:
            services.read_nik(member, purpose=purpose, by=reader(group))
        assert [problem.code for problem in refused.value.problems] == ["nama.dalam-teks"]
    assert not Event.objects.filter(action="ksm.baca-nik").exists()


def test_the_nik_stands_nowhere_in_the_database_and_in_no_event(group, thursday):
    member = join(group)
    group.members.append(member)
    group.record(thursday, counted=130_000)
    services.read_nik(member, purpose="penyaluran bantuan sosial", by=reader(group))
    everything = dump()
    assert "Wagiyem" in everything  # the search sees what is there
    assert NIK not in everything
    assert NIK.encode().hex() not in everything
    assert nik_cipher.key_file().read_text(encoding="ascii").strip() not in everything


def test_what_leaves_the_books_as_a_file_holds_numbers_and_no_names(group, thursday):
    from swadaya.ledger import exports

    group.members.append(join(group))
    group.record(
        thursday,
        counted=131_000,
        catatan="Wagiyem baru",
        denda=[{"anggota": group.members[-1], "jumlah": 1_000, "sebab": "Wagiyem terlambat"}],
    )
    for text in (exports.hledger_text, exports.csv_text):
        written = "".join(text(group.book, by=SYSTEM))
        assert str(group.members[-1]) in written
        assert not any(word in written for word in (NIK, "Wagiyem", "Aminah"))


def test_the_nik_is_in_no_log_and_no_problem(group, caplog):
    join(group)
    with caplog.at_level("DEBUG"), pytest.raises(Invalid) as refused:
        join(group, name="Orang Lain")
    assert [problem.code for problem in refused.value.problems] == ["nik.ganda"]
    assert NIK not in str(refused.value) and NIK[:12] not in str(refused.value)
    assert NIK not in caplog.text


def test_a_nik_is_unique_within_a_group_and_says_nothing_across_groups(group, make):
    join(group)
    other = make(title="KSM Mawar")
    join(other)
    hashes = list(PersonalData.objects.exclude(nik_hash=None).values_list("nik_hash", flat=True))
    assert len(set(hashes)) == 2


def test_without_consent_no_nik_is_taken(group):
    with pytest.raises(Invalid) as refused:
        join(group, consents=("prinsip",))
    assert refused.value.problem.code == "nik.tanpa-persetujuan"


def test_whoever_holds_the_database_but_not_the_key_reads_no_nik(group, settings, tmp_path):
    member = join(group)
    assert (nik_cipher.key_file().stat().st_mode & 0o077) == 0
    settings.HOME = tmp_path / "lain"
    with pytest.raises(Invalid) as refused:
        services.read_nik(member, purpose="penyaluran bantuan sosial", by=reader(group))
    assert refused.value.problem.code == "nik.kunci-berkas"
    assert [one.nik for one in selectors.members(group.id, by=group["ketua"]) if one.nik] == ["tidak terbaca"]
    nik_cipher.ready(first=True)
    with pytest.raises(Invalid) as refused:
        services.read_nik(member, purpose="penyaluran bantuan sosial", by=reader(group))
    assert refused.value.problem.code == "nik.kunci"


def test_a_lost_key_is_not_replaced_by_another(group, settings, tmp_path):
    join(group)
    settings.HOME = tmp_path / "lain"
    with pytest.raises(Invalid) as refused:
        join(group, nik="3304095211900002", name="Paijem")
    assert refused.value.problem.code == "nik.kunci-berkas"
    assert not nik_cipher.key_file().exists()


def test_nik_and_telephone_are_dropped_with_the_consent_or_the_membership(group):
    one, two = join(group, phone="0812-3456-7890"), join(group, nik="3304095211900002", name="Paijem")
    services.withdraw_consent(one, kind="data-pribadi", on=date(2026, 1, 3), by=group["fasilitator"])
    services.leave_group(two, on=date(2026, 1, 3), reason="pindah", by=group["fasilitator"])
    assert not PersonalData.objects.filter(pk__in=[one, two]).exclude(nik_hash=None).exists()
    assert PersonalData.objects.get(pk=one).phone == ""
    join(group, nik="3304095211900002", name="Paijem")


def test_somebody_forgotten_leaves_sums_and_a_number_behind(group, weeks):
    texts = {
        "catatan": "Ngatinah membacakan buku kas.",
        "keputusan": ["Ngatinah menyimpan kotak"],
        "tempat": "rumah Ngatinah",
        "denda": [{"anggota": group.members[2], "jumlah": 1_000, "sebab": "Ngatinah terlambat"}],
        "agenda": [{"judul": "Menjenguk ngatinah", "keadaan": "terlaksana"}],
    }
    group.record(weeks[0], counted=121_000, **texts)
    out = [{"anggota": group.members[2], "jenis": "wajib", "jumlah": 10_000}]
    group.record(weeks[1], counted=111_000, simpanan=[], penarikan=out)
    member = group.members[2]
    with pytest.raises(Invalid):
        services.erase_member(member, reason="diminta", by=group["ketua"])
    services.leave_group(member, on=weeks[1], reason="pindah", by=group["ketua"])
    services.erase_member(member, reason="diminta Ngatinah sendiri", by=group["ketua"])
    assert Event.objects.get(action="ksm.anggota-hapus-data").after == {"alasan": "diminta anggota 3 sendiri"}
    assert "ngatinah" not in dump().lower()
    record = Record.objects.get(meeting__number=1)
    assert (record.minutes, record.place) == ("anggota 3 membacakan buku kas.", "rumah anggota 3")
    assert Decision.objects.get().text == "anggota 3 menyimpan kotak"
    assert Section.objects.get(part="denda").said[0]["sebab"] == "anggota 3 terlambat"
    assert not list(group.verify().problems)
    [gone] = [one for one in selectors.members(group.id, by=group["ketua"]) if one.id == member]
    assert (gone.erased, gone.name, gone.number) == (True, "", 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalData.objects.filter(pk=member).update(name="Ngatinah", erased_at=None)


def test_texts_that_stay_for_ever_hold_no_name_of_a_member(group):
    by, day = group["fasilitator"], date(2026, 1, 20)
    said = {"pembukuan": {"penulis": "Sri Wahyuni"}}
    for act in (
        lambda: services.change_profile(group.id, by=by, structure="Ketua: siti  aminah"),
        lambda: services.record_activity(group.id, field="sosial", title="Menjenguk Ngatinah", on=day, by=by),
        lambda: services.add_work_plan(group.id, year=2026, title="Rumah Ngatinah", field="sosial", by=by),
        lambda: services.agree_settings(group.id, effective_on=day, said=said, agreed_by=group.members, by=by),
        lambda: services.make_dormant(group.id, on=day, reason="Ngatinah sakit", by=by),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert [problem.code for problem in refused.value.problems] == ["nama.dalam-teks"]
        assert "gatinah" not in str(refused.value)
    services.change_profile(group.id, by=by, structure="Ketua memimpin rapat")


def test_somebody_with_savings_does_not_leave_before_they_are_paid_out(group, thursday):
    group.record(thursday, counted=120_000)
    with pytest.raises(Invalid) as refused:
        services.leave_group(group.members[0], on=thursday, reason="pindah", by=group["ketua"])
    assert [problem.code for problem in refused.value.problems] == ["anggota.masih-bersaldo"]


def told_freely():
    """A meeting whose words name somebody, with a thousand missing."""
    return {
        "tempat": "rumah Ngatinah",
        "agenda": [{"judul": "Menjenguk Ngatinah", "keadaan": "terlaksana"}],
        "kas": {"dihitung": 119_000, "alasan": "kembalian kurang"},
    }


@pytest.mark.parametrize("name", ["unit", "anggota"])
def test_why_a_meeting_was_called_off_is_told_to_who_may_know_members(group, thursday, name):
    planned = services.plan_meeting(
        group.id, on=thursday, place="rumah Ngatinah", agenda=["Menjenguk Ngatinah"], by=group["ketua"]
    )
    services.cancel_meeting(planned, reason="Ngatinah sakit", by=group["ketua"])
    page = selectors.meeting(planned, by=group[name])
    assert (page.place, page.agenda, page.cancelled_why) == ("", (), "")
    assert selectors.meeting(planned, by=group["ketua"]).cancelled_why == "Ngatinah sakit"


@pytest.mark.parametrize("name", ["unit", "anggota"])
def test_outside_the_circle_members_are_a_number_and_have_no_rows(group, thursday, name):
    done = group.record(thursday, counted=0, catatan="rahasia", **told_freely())
    services.confirm_meeting(done.meeting_id, by=group["bendahara"])
    with pytest.raises(NotAllowed):
        selectors.members(group.id, by=group[name])
    with pytest.raises(NotAllowed):
        selectors.member_statement(group.members[0], by=group[name])
    page = selectors.meeting(done.meeting_id, by=group[name])
    assert (page.members, page.records[0].marks, page.records[0].sections, page.records[0].minutes) == ({}, {}, {}, "")
    assert page.records[0].cash.counted == 119_000 and page.records[0].cash.reason == ""
    assert (page.records[0].actor, page.records[0].confirmed_by) == ("pengurus", "pengurus")
    assert "Ngatinah" not in repr((page, selectors.meetings(group.id, by=group[name])))
    known = selectors.meeting(done.meeting_id, by=group["ketua"])
    assert (known.place, known.records[0].actor, len(known.records[0].items)) == ("rumah Ngatinah", "Ibu sekretaris", 1)
    assert {one.name for one in selectors.group(group.id, by=group[name]).officers} == {""}
    card = selectors.score_card(group.id, first=thursday, last=thursday, by=group[name])
    assert card.figure("penabung").records == () and card.figure("penabung").part == 12


def test_a_member_reads_their_own_card(group, thursday):
    from swadaya.ksm.models import Member

    group.record(thursday, counted=120_000)
    Member.objects.filter(pk=group.members[4]).update(person_id=group["anggota"].person_id)
    found = selectors.member_statement(group.members[4], by=group["anggota"])
    assert (found.name, found.number) == ("Suparti", 5)
    with pytest.raises(NotAllowed):
        selectors.member_statement(group.members[5], by=group["anggota"])


def test_public_answers_know_no_person_no_savings_and_no_poverty(group, thursday):
    group.record(thursday, counted=120_000)
    words = {field.name for field in fields(PublicGroup)}
    assert not words & {"poor", "savings", "names", "officers", "cash"}
    shown = repr((selectors.public_groups("3304092011"), selectors.public_statistics("33")))
    assert not any(name in shown for name in ("Aminah", "120000", "10000", "poor"))


def test_small_counts_of_persons_are_not_told(make):
    small = make(names=("Siti", "Sri", "Nga", "Tarno"), title="KSM Kecil")
    assert selectors.public_group(small.id).members is None
    five = make(names=("Siti", "Sri", "Nga", "Tarno", "Tum"), title="KSM Lima")
    found = selectors.public_group(five.id)
    assert (found.members, found.women) == (5, None)  # one man could be reckoned
    whole = selectors.public_statistics("3304")
    assert (whole.groups, whole.members, whole.women) == (2, 5, None)  # nine less five would tell the small one


def test_members_see_a_receipt_each_and_a_channel_sends_it_once(group, thursday):
    from swadaya.ksm import extension_points

    sent = []

    class Pigeon:
        code, label = "merpati", "Merpati pos"

        def send(self, to, text):
            if to.endswith("9"):
                raise OSError("lost")
            sent.append((to, text))
            return "ok"

    fasilitator = group["fasilitator"]
    services.rename_member(group.members[0], name="Siti Aminah", phone="081234567890", by=fasilitator)
    services.rename_member(group.members[1], name="Sri Wahyuni", phone="081234567899", by=fasilitator)
    done = group.record(thursday, counted=120_000)
    texts = selectors.receipts(done.meeting_id, by=group["ketua"])
    assert "Simpanan wajib Rp10.000" in texts[0].text and "Jumlah simpanan Rp10.000" in texts[0].text
    with pytest.raises(Invalid):
        services.send_receipts(done.meeting_id, channel="merpati", by=group["sekretaris"])
    with extension_points.channels.temporarily({"merpati": Pigeon()}):
        first = services.send_receipts(done.meeting_id, channel="merpati", by=group["sekretaris"])
        second = services.send_receipts(done.meeting_id, channel="merpati", by=group["sekretaris"])
    assert (first.sent, first.failed, first.without_phone) == (1, 1, 10)
    assert (second.sent, second.failed) == (0, 1)
    assert [to for to, _ in sent] == ["081234567890"]


def test_a_facilitator_of_another_district_does_not_see_the_group(group):
    stranger = access.Viewer(None, "asing", (Held("fasilitator", region="110102"),), second_factor=True)
    with pytest.raises(access.OutOfSight):
        selectors.group(group.id, by=stranger)
    assert selectors.groups_in("", by=stranger) == []
    assert [line.name for line in selectors.groups_in("33", by=group["unit"])] == ["KSM Sumber Rejeki"]
