"""Whoever is forgotten is forgotten wherever their name stood; what stays for ever never held it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from swadaya.accounts.models import Event
from swadaya.core import keys
from swadaya.core.refusal import Invalid
from swadaya.ksm import services
from swadaya.ksm.models import Meeting, Member, PersonalData, Record
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
JOINED = date(2026, 1, 2)
LEFT = date(2026, 1, 25)


def join(group, name: str, **more) -> int:
    joining = NewMember(name, "P", JOINED, **more)
    return services.join_member(group.id, member=joining, by=group["fasilitator"])


def forget(group, member: int) -> None:
    services.leave_group(member, on=LEFT, reason="pindah", by=group["ketua"])
    services.erase_member(member, reason="diminta", by=group["ketua"])


def all_here(group, *more: int) -> dict[str, str]:
    return {str(one): "H" for one in (*group.members, *more)}


def tables_with(word: str) -> set[str]:
    """Tables of the database in which a word stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def versions(table: str) -> set[str]:
    """The rows of a table as they lie there now: a row that is written lies elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text FROM {table}")
        return {where for (where,) in cursor.fetchall()}


def test_why_a_meeting_was_called_off_or_corrected_stands_with_it_and_is_forgotten_there(group, weeks):
    member = join(group, "Wagiyem")
    planned = services.plan_meeting(group.id, on=weeks[1], by=group["ketua"])
    services.cancel_meeting(planned, reason="Wagiyem berduka", by=group["ketua"])
    here = all_here(group, member)
    done = group.record(weeks[0], counted=120_000, hadir=here)
    services.correct_meeting(
        done.meeting_id,
        key=keys.new_key(),
        said=group.said(weeks[0], counted=0, simpanan=[], hadir=here),
        reason="Wagiyem salah menghitung",
        by=group["bendahara"],
    )
    assert tables_with("Wagiyem") == {"ksm_personaldata", "ksm_meeting", "ksm_record", "ledger_partyname"}
    assert Record.objects.get(revision=2).reason == "Wagiyem salah menghitung"
    for event in Event.objects.filter(action__in=("ksm.batal-rapat", "ksm.koreksi-rapat")):
        assert "alasan" not in (event.after or {})
    forget(group, member)
    assert tables_with("Wagiyem") == set()
    assert Record.objects.get(revision=2).reason == "anggota 13 salah menghitung"
    assert Meeting.objects.get(public_id=planned).cancelled_why == "anggota 13 berduka"
    assert not list(group.verify().problems)


def test_a_name_of_before_is_forgotten_with_the_name(group, thursday):
    member = join(group, "Wagiyem")
    minutes = "Wagiyem, lalu Sumiyati, lalu Bu Sumiyati Putri"
    group.record(thursday, counted=120_000, hadir=all_here(group, member), catatan=minutes)
    for name in ("Sumiyati", "Sumiyati Putri", "Sumiyati"):
        services.rename_member(member, name=name, by=group["fasilitator"])
    with pytest.raises(Invalid) as refused:
        services.change_profile(group.id, structure="Wagiyem menyimpan kotak", by=group["fasilitator"])
    assert refused.value.problem.code == "nama.dalam-teks"
    forget(group, member)
    assert tables_with("Wagiyem") == tables_with("Sumiyati") == set()
    assert Record.objects.get().minutes == "anggota 13, lalu anggota 13, lalu Bu anggota 13"
    assert PersonalData.objects.get(pk=member).former_names == []


def test_what_is_kept_of_others_tells_nothing_of_somebody_forgotten(group):
    member = join(group, "Wagiyem")
    sister = join(group, "Paijem", poor=True, poor_source="menurut Wagiyem, tetangganya")
    services.leave_group(group.members[4], on=LEFT, reason="ikut Wagiyem ke kota", by=group["ketua"])
    forget(group, member)
    assert PersonalData.objects.get(pk=sister).poor_source == "menurut anggota 13, tetangganya"
    assert Member.objects.get(pk=group.members[4]).left_reason == "ikut anggota 13 ke kota"
    assert tables_with("Wagiyem") == set()


def test_why_somebody_is_forgotten_names_nobody_else(group):
    member = join(group, "Wagiyem")
    services.leave_group(member, on=LEFT, reason="pindah", by=group["ketua"])
    with pytest.raises(Invalid) as refused:
        services.erase_member(member, reason="diminta Siti Aminah", by=group["ketua"])
    assert refused.value.problem.code == "nama.dalam-teks"
    assert PersonalData.objects.get(pk=member).name == "Wagiyem"


@pytest.mark.parametrize("name", ["Rukmini Dewi, S.Pd.", "Rukmini D.", "Muhammad (Alm.)"])
def test_a_name_that_ends_with_a_sign_is_found(group, thursday, name):
    member = join(group, name)
    minutes = f"Di rumah {name} semua hadir; kata {name}, cukup"
    group.record(thursday, counted=120_000, hadir=all_here(group, member), catatan=minutes)
    with pytest.raises(Invalid) as refused:
        services.change_profile(group.id, structure=f"Ketua: {name}", by=group["fasilitator"])
    assert refused.value.problem.code == "nama.dalam-teks"
    forget(group, member)
    assert Record.objects.get().minutes == "Di rumah anggota 13 semua hadir; kata anggota 13, cukup"


def test_a_full_text_keeps_its_other_words_when_a_short_name_is_replaced(group):
    member = join(group, "Sri")
    reason = "Sri sakit, " + ("rapat ditunda sampai panen selesai dan jalan kering " * 4)[:188] + "."
    planned = services.plan_meeting(group.id, on=date(2026, 1, 15), by=group["ketua"])
    services.cancel_meeting(planned, reason=reason, by=group["ketua"])
    forget(group, member)
    assert len(reason) == 200
    assert Meeting.objects.get(public_id=planned).cancelled_why == reason.replace("Sri", "#13", 1)


def test_only_rows_in_which_the_name_stood_are_written(group, weeks):
    member = join(group, "Wagiyem")
    keep = {"hadir": all_here(group, member), "keputusan": ["iuran tetap"]}
    group.record(weeks[0], counted=120_000, catatan="rapat biasa", **keep)
    group.record(weeks[1], counted=240_000, catatan="Wagiyem membaca buku kas", **keep)
    tables = ("ksm_meeting", "ksm_record", "ksm_agendaitem", "ksm_decision", "ksm_section")
    before = {table: versions(table) for table in tables}
    assert all(before.values())
    forget(group, member)
    written = {table: len(before[table] - versions(table)) for table in tables}
    assert written == {table: int(table == "ksm_record") for table in tables}


def test_what_links_two_groups_names_no_member_of_either(group, make):
    other = make(names=("Wagiyem",), title="KSM Mawar")
    for note in ("belajar dari Wagiyem", "lewat Siti Aminah"):
        with pytest.raises(Invalid) as refused:
            services.link_groups(
                group.id, other=other.id, kind="sebaya", since=JOINED, note=note, by=group["fasilitator"]
            )
        assert [problem.code for problem in refused.value.problems] == ["nama.dalam-teks"]
