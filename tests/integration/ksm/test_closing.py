"""Two officers close a meeting; a correction is another record, visible, in books that stay right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from swadaya.accounts import selectors as accounts
from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import NotAllowed
from swadaya.core import clock, keys
from swadaya.core.refusal import Conflict, Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.models import Meeting, Record
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")


@pytest.fixture
def first(group, thursday):
    return group.record(thursday, counted=120_000)


def correct(group, done, on: date, *, counted: int, key=None, reason="salah catat", by="bendahara", **more):
    said = group.said(on, counted=counted, **more)
    return services.correct_meeting(done.meeting_id, key=key or keys.new_key(), said=said, reason=reason, by=group[by])


def savings_of(group, member: int) -> int:
    found = ledger.party_balances(group.book, by=SYSTEM)
    return sum(amount for (_, party, _), amount in found.items() if party == str(member))


def test_a_meeting_waits_until_another_officer_confirms(group, first):
    assert selectors.meeting(first.meeting_id, by=group["ketua"]).state == "menunggu-konfirmasi"
    services.confirm_meeting(first.meeting_id, by=group["bendahara"], beside=group["sekretaris"])
    page = selectors.meeting(first.meeting_id, by=group["ketua"])
    assert (page.state, page.records[0].confirmed_by) == ("selesai", "Ibu bendahara")
    with pytest.raises(Invalid) as refused:
        services.confirm_meeting(first.meeting_id, by=group["ketua"])
    assert refused.value.problem.code == "rapat.tidak-menunggu"


def test_who_recorded_does_not_confirm(group, first):
    with pytest.raises(NotAllowed) as refused:
        services.confirm_meeting(first.meeting_id, by=group["sekretaris"])
    assert refused.value.problem.code == "rapat.orang-sama"


def test_the_database_refuses_that_too(group, first):
    me = group["sekretaris"].person_id
    statement = (
        "INSERT INTO ksm_confirmation (record_id, person_id, actor, at, beside, event_id) "
        "SELECT r.id, %s, 'x', now(), false, r.event_id FROM ksm_record r"
    )
    with pytest.raises(IntegrityError, match="pengurus lain"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [me])
    with pytest.raises(IntegrityError, match="belum dikonfirmasi"), transaction.atomic():
        Meeting.objects.update(state="selesai")


def test_a_correction_reverses_and_replaces_and_is_visible(group, first, thursday):
    services.confirm_meeting(first.meeting_id, by=group["bendahara"])
    saved = [{"anggota": member, "jenis": "wajib", "jumlah": 10_000} for member in group.members[1:]]
    done = correct(group, first, thursday, counted=110_000, simpanan=saved, reason="setoran tercatat dua kali")
    assert (done.revision, done.state) == (2, "menunggu-konfirmasi")
    assert (savings_of(group, group.members[0]), savings_of(group, group.members[1])) == (0, 10_000)
    assert ledger.cash_on(group.book, thursday, by=SYSTEM) == 110_000
    page = selectors.meeting(first.meeting_id, by=group["ketua"])
    assert [record.revision for record in page.records] == [2, 1]
    assert page.records[0].reason == "setoran tercatat dua kali" and page.records[1].cash.counted == 120_000
    assert not list(group.verify().problems)


def test_a_correction_can_be_corrected(group, first, thursday):
    correct(
        group,
        first,
        thursday,
        counted=10_000,
        simpanan=[{"anggota": group.members[0], "jenis": "wajib", "jumlah": 10_000}],
    )
    correct(group, first, thursday, counted=0, simpanan=[])
    done = correct(group, first, thursday, counted=120_000)
    assert done.revision == 4
    assert savings_of(group, group.members[3]) == 10_000
    assert not list(group.verify().problems)


def test_a_correction_after_the_next_meeting_leaves_the_count(group, first, weeks):
    group.record(weeks[1], counted=240_000)
    with pytest.raises(Invalid) as refused:
        correct(group, first, weeks[0], counted=110_000, simpanan=group.said(weeks[0], counted=0)["simpanan"][1:])
    assert [problem.code for problem in refused.value.problems] == ["rapat.sudah-dihitung"]
    done = correct(
        group,
        first,
        weeks[0],
        counted=0,
        simpanan=group.said(weeks[0], counted=0)["simpanan"][1:],
        kas={"dihitung": 120_000, "alasan": "setoran seorang anggota tidak jelas"},
    )
    assert done.cash.difference == 10_000
    assert savings_of(group, group.members[0]) == 10_000
    assert ledger.cash_on(group.book, weeks[1], by=SYSTEM) == 240_000
    assert not list(group.verify().problems)


def test_a_correction_is_replayed_and_refused_like_a_record(group, first, thursday):
    key = keys.new_key()
    one = correct(group, first, thursday, counted=0, simpanan=[], key=key)
    assert correct(group, first, thursday, counted=0, simpanan=[], key=key).journals == one.journals
    with pytest.raises(Conflict) as refused:
        correct(group, first, thursday, counted=0, simpanan=[], key=key, reason="lain")
    assert refused.value.problem.code == "rapat.kunci-lain"
    with pytest.raises(Invalid) as wrong:
        correct(group, first, date(2026, 1, 9), counted=0, simpanan=[], reason=" ")
    assert {problem.code for problem in wrong.value.problems} == {"rapat.tanpa-alasan", "rapat.hari-lain"}


def test_savings_already_withdrawn_cannot_be_corrected_away(group, first, weeks):
    out = [{"anggota": group.members[0], "jenis": "wajib", "jumlah": 10_000}]
    group.record(weeks[1], counted=110_000, simpanan=[], penarikan=out)
    saved = group.said(weeks[0], counted=0)["simpanan"][1:]
    with pytest.raises(Invalid) as refused:
        correct(group, first, weeks[0], counted=0, simpanan=saved, kas={"dihitung": 120_000, "alasan": "keliru"})
    assert refused.value.problem.code == "pihak.kurang"


def test_the_history_of_a_meeting_says_who_did_what(group, first, thursday):
    services.confirm_meeting(first.meeting_id, by=group["bendahara"])
    correct(group, first, thursday, counted=0, simpanan=[], by="ketua")
    events = accounts.events_of(SYSTEM, "pertemuan", str(first.meeting_id))
    assert [(event.action, event.actor) for event in events] == [
        ("ksm.koreksi-rapat", "Ibu ketua"),
        ("ksm.tutup-rapat", "Ibu bendahara"),
        ("ksm.catat-rapat", "Ibu sekretaris"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ksm_record SET counted = counted, minutes = 'x'",
        "UPDATE ksm_record SET recorded_at = now()",
        "DELETE FROM ksm_record",
        "UPDATE ksm_attendance SET mark = 'A'",
        "DELETE FROM ksm_attendance",
        "UPDATE ksm_section SET said = '[]'",
        "UPDATE ksm_meeting SET held_on = '2026-02-02'",
        "UPDATE ksm_meeting SET state = 'direncanakan', held_on = NULL",
        "DELETE FROM ksm_meeting",
        "UPDATE ksm_setting SET agreed = 0",
        "UPDATE ksm_fact SET value = 'KSM Lain'",
        "UPDATE ksm_ksm SET desa = '1101022001'",
        "UPDATE ksm_member SET joined_on = '2020-01-01'",
        "DELETE FROM ksm_member",
        "DELETE FROM ksm_personaldata",
        "INSERT INTO ksm_record SELECT * FROM ksm_record",
        "SET LOCAL swadaya.menghapus_nama = 'ya'; "
        "UPDATE ksm_record SET counted = counted + 1, difference = difference + 1, cash_reason = 'x'",
        "SET LOCAL swadaya.menghapus_nama = 'ya'; UPDATE ksm_section SET said = jsonb_set(said, '{0,jumlah}', '1')",
    ],
)
def test_nothing_recorded_can_be_altered_by_the_application(group, first, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


COPIED = (
    "meeting_id, payload, held_on, place, recorded_at, inflow, outflow, difference, cash_reason, pieces, minutes, "
    "book, actor, event_id, opening, counted"
)


@pytest.mark.parametrize(
    ("roll", "journals", "match"),
    [(False, (1, 12), "daftar hadir"), (True, (0, 0), "tidak sama"), (True, (1, 11), "tidak sama")],
)
def test_a_record_without_its_roll_or_its_journals_is_refused_when_the_transaction_ends(first, roll, journals, match):
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ksm_record (revision, key, reason, batch_first, batch_last, {COPIED}) "
            f"SELECT 2, gen_random_uuid(), 'uji', %s, %s, {COPIED} FROM ksm_record RETURNING id",
            journals,
        )
        [number] = cursor.fetchone()
        if roll:
            cursor.execute(
                "INSERT INTO ksm_attendance (record_id, member_id, mark) "
                "SELECT %s, member_id, mark FROM ksm_attendance",
                [number],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_paper_sheet_typed_in_later_counts_as_in_time(group, thursday, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 12, 3, tzinfo=UTC))
    done = group.record(thursday, counted=120_000)
    assert selectors.meeting(done.meeting_id, by=group["ketua"]).on_time is False
    with photo() as stream:
        services.attach_paper(
            done.meeting_id, signed_on=thursday, name="lembar.png", stream=stream, by=group["sekretaris"]
        )
    page = selectors.meeting(done.meeting_id, by=group["ketua"])
    assert (page.on_time, page.paper_on) == (True, thursday)
    kept = selectors.paper(done.meeting_id, by=group["ketua"])
    assert kept.content[:3] == b"\xff\xd8\xff"


def photo():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    out.seek(0)
    return out


def test_what_is_no_photo_is_refused(group, first, thursday):
    import io

    for content in (b"%PDF-1.7", b"<svg></svg>", b"", b"\xff\xd8\xff junk"):
        with pytest.raises(Invalid) as refused:
            services.attach_paper(
                first.meeting_id, signed_on=thursday, name="x", stream=io.BytesIO(content), by=group["sekretaris"]
            )
        assert refused.value.problem.code == "berkas.jenis"


def paid_out(group, thursday):
    """One member saves at the first meeting, takes everything out at the second, and leaves."""
    one, others = group.members[0], group.members[1:]
    first = group.record(thursday, counted=10_000 * len(group.members))
    rest = [{"anggota": member, "jenis": "wajib", "jumlah": "10.000"} for member in others]
    later = thursday + timedelta(days=7)
    taken = [{"anggota": one, "jenis": "wajib", "jumlah": 10_000}]
    group.record(later, counted=20_000 * len(others), simpanan=rest, penarikan=taken)
    services.leave_group(one, on=later, reason="pindah desa", by=SYSTEM)
    return first, one


def test_a_correction_gives_no_savings_back_to_somebody_who_left(group, thursday):
    first, one = paid_out(group, thursday)
    said = group.said(thursday, counted=10_000 * len(group.members))
    said["simpanan"][0]["jumlah"] = "12.000"
    said["kas"]["alasan"] = "dua ribu tidak ada"
    with pytest.raises(Invalid) as refused:
        services.correct_meeting(
            first.meeting_id, key=keys.new_key(), said=said, reason="salah catat", by=group["bendahara"]
        )
    assert refused.value.problem.code == "rapat.sudah-keluar"
    held = ledger.party_balances(group.book, by=SYSTEM)
    assert held.get(("21020", str(one), "wajib"), 0) == 0
    assert Record.objects.filter(meeting__public_id=first.meeting_id).count() == 1


def test_a_group_that_has_ended_corrects_nothing(group, thursday):
    empty = group.record(thursday, counted=0, simpanan=[])
    services.confirm_meeting(empty.meeting_id, by=group["bendahara"])
    services.dissolve(group.id, on=thursday + timedelta(days=1), reason="anggota pindah", by=SYSTEM)
    said = group.said(thursday, counted=120_000)
    with pytest.raises(Invalid) as refused:
        services.correct_meeting(empty.meeting_id, key=keys.new_key(), said=said, reason="simpanan lupa", by=SYSTEM)
    assert refused.value.problem.code == "ksm.sudah-berakhir"
