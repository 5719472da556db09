"""A meeting is recorded whole, once, and the books say what was counted."""

from __future__ import annotations

from datetime import date

import pytest

from swadaya.accounts.models import Event
from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import NotAllowed, OutOfSight
from swadaya.core import clock, keys
from swadaya.core.refusal import Conflict, Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.models import Meeting, Record
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def cash_in_books(group, on: date) -> int:
    return ledger.cash_on(group.book, on, by=SYSTEM)


def test_a_recorded_meeting_posts_balanced_books_that_hold_what_was_counted(group, thursday):
    done = group.record(
        thursday,
        counted=120_000 + 3_000 - 18_000,
        denda=[{"anggota": group.members[1], "jumlah": "Rp3.000", "sebab": "terlambat"}],
        lain=[{"pos": "atk", "jumlah": 18000, "keterangan": "buku kas"}],
    )
    assert (done.number, done.revision, done.state) == (1, 1, "menunggu-konfirmasi")
    assert done.journals == (1, 14)
    assert cash_in_books(group, thursday) == 105_000
    trial = ledger.trial_balance(group.book, ledger.cut(group.book, by=SYSTEM), by=SYSTEM)
    assert sum(row.debit for row in trial.rows) == sum(row.credit for row in trial.rows)
    assert not list(group.verify().problems)


def test_each_member_holds_in_the_books_what_they_saved(group, thursday):
    group.record(thursday, counted=120_000)
    held = ledger.party_balances(group.book, by=SYSTEM)
    assert held == {("21020", str(member), "wajib"): 10_000 for member in group.members}


def test_the_same_key_and_content_answers_the_same_and_writes_nothing(group, thursday):
    key = keys.new_key()
    first = group.record(thursday, counted=120_000, key=key)
    again = group.record(thursday, counted=120_000, key=str(key))
    assert again.again and not first.again
    assert (again.meeting_id, again.journals, again.cash) == (first.meeting_id, first.journals, first.cash)
    assert (Record.objects.count(), Meeting.objects.count()) == (1, 1)
    assert Event.objects.filter(action="ksm.catat-rapat").count() == 1


def test_other_content_under_a_key_is_refused(group, thursday):
    key = keys.new_key()
    group.record(thursday, counted=120_000, key=key)
    with pytest.raises(Conflict) as refused:
        group.record(thursday, counted=120_000, key=key, catatan="lain")
    assert refused.value.problem.code == "rapat.kunci-lain"


def test_the_key_of_another_group_is_refused(group, make, thursday):
    key = keys.new_key()
    group.record(thursday, counted=120_000, key=key)
    other = make(title="KSM Mawar")
    with pytest.raises(Conflict) as refused:
        other.record(thursday, counted=120_000, key=key)
    assert refused.value.problem.code == "rapat.kunci-lain"


def test_everything_wrong_is_said_at_once_and_nothing_is_written(group, thursday):
    said = {
        "hadir": {str(group.members[0]): "H"},
        "simpanan": [{"anggota": 999_999, "jenis": "wajib", "jumlah": 1}, {"anggota": group.members[0], "jenis": "x"}],
        "penarikan": [{"anggota": group.members[0], "jenis": "wajib", "jumlah": 1}],
        "denda": [{"anggota": group.members[0], "jumlah": "1.00"}],
        "lain": [{"pos": "emas", "jumlah": 1}],
        "berikut": "2020-01-01",
        "gosip": 1,
    }
    with pytest.raises(Invalid) as refused:
        group.record(thursday, counted=0, **said)
    assert set(codes(refused)) == {
        "rapat.bagian",
        "rapat.hadir",
        "rapat.berikut",
        "simpanan.anggota",
        "simpanan.jenis",
        "penarikan.melebihi",
        "uang.desimal",
        "lain.pos",
    }
    assert not Record.objects.exists()
    assert cash_in_books(group, thursday) == 0


def test_a_difference_is_refused_without_and_booked_with_its_reason(group, thursday):
    with pytest.raises(Invalid) as refused:
        group.record(thursday, counted=115_000)
    assert codes(refused) == ["rapat.selisih"]
    done = group.record(thursday, counted=0, kas={"dihitung": 115_000, "alasan": "salah kembalian"})
    assert done.cash.difference == -5_000
    assert cash_in_books(group, thursday) == 115_000
    balances = ledger.balances(group.book, ledger.cut(group.book, by=SYSTEM), by=SYSTEM)
    assert balances["51090"] == 5_000


def test_a_reason_that_names_a_member_is_refused_because_books_cannot_forget(group, thursday):
    with pytest.raises(Invalid) as refused:
        group.record(thursday, counted=0, kas={"dihitung": 115_000, "alasan": "dibawa Ngatinah"})
    assert refused.value.problem.code == "nama.dalam-teks"
    assert not Record.objects.exists()


def test_more_cannot_be_withdrawn_than_was_saved_before_the_meeting(group, weeks):
    group.record(weeks[0], counted=120_000)
    out = [{"anggota": group.members[0], "jenis": "wajib", "jumlah": 10_001}]
    with pytest.raises(Invalid) as refused:
        group.record(weeks[1], counted=120_000 + 120_000 - 10_001, penarikan=out)
    assert codes(refused) == ["penarikan.melebihi"]
    group.record(weeks[1], counted=230_000, penarikan=[{**out[0], "jumlah": 10_000}])
    assert cash_in_books(group, weeks[1]) == 230_000


def test_spending_more_than_the_cash_box_holds_is_refused(group, thursday):
    with pytest.raises(Invalid) as refused:
        group.record(thursday, counted=0, simpanan=[], lain=[{"pos": "atk", "jumlah": 1}])
    assert codes(refused) == ["rapat.kas-kurang"]


def test_a_meeting_without_money_is_recorded_without_a_journal(group, thursday):
    done = group.record(thursday, counted=0, simpanan=[])
    assert done.journals == (0, 0)
    assert selectors.meeting(done.meeting_id, by=group["sekretaris"]).records[0].marks[group.members[0]] == "H"


def test_the_sender_learns_that_the_books_changed_since_the_sheet_was_opened(group, weeks):
    group.record(weeks[0], counted=120_000)
    with pytest.raises(Invalid) as refused:
        group.record(weeks[1], counted=240_000, kas_awal=0)
    assert codes(refused) == ["rapat.kas-awal"]
    assert "Rp120.000" in str(refused.value)


def test_meetings_are_recorded_in_the_order_of_their_days(group, weeks):
    group.record(weeks[1], counted=120_000)
    with pytest.raises(Invalid) as refused:
        group.record(weeks[0], counted=120_000)
    assert "rapat.urutan" in codes(refused)


def test_a_planned_meeting_is_held_once(group, thursday):
    plan = services.plan_meeting(group.id, on=thursday, by=group["sekretaris"], agenda=["Simpanan", "Pelatihan"])
    assert group.record(thursday, counted=120_000, pertemuan=str(plan)).meeting_id == plan
    with pytest.raises(Conflict) as refused:
        group.record(thursday, counted=240_000, pertemuan=str(plan))
    assert refused.value.problem.code == "rapat.sudah-dicatat"


def test_the_next_meeting_is_planned_with_what_was_postponed_and_held_on_its_day(group, weeks):
    items = [{"judul": "Simpanan", "keadaan": "terlaksana"}, {"judul": "Pelatihan", "keadaan": "ditunda"}]
    group.record(weeks[0], counted=120_000, agenda=items, berikut=weeks[1].isoformat())
    planned = Meeting.objects.get(state="direncanakan")
    assert (planned.number, planned.planned_on, planned.agenda) == (2, weeks[1], ["Pelatihan"])
    sheet = selectors.sheet(group.id, by=group["sekretaris"], held_on=weeks[1])
    assert (sheet.meeting_id, sheet.number, sheet.agenda) == (planned.public_id, 2, ("Pelatihan",))
    assert group.record(weeks[1], counted=240_000).meeting_id == planned.public_id
    assert not Meeting.objects.filter(state="direncanakan").exists()


def test_a_cancelled_meeting_cannot_be_held(group, thursday):
    plan = services.plan_meeting(group.id, on=thursday, by=group["sekretaris"])
    services.cancel_meeting(plan, reason="banjir", by=group["sekretaris"])
    with pytest.raises(Conflict):
        group.record(thursday, counted=120_000, pertemuan=str(plan))


def test_somebody_who_left_is_not_on_the_roll_of_a_later_day(group, weeks):
    group.record(
        weeks[0],
        counted=110_000,
        simpanan=[{"anggota": member, "jenis": "wajib", "jumlah": 10_000} for member in group.members[1:]],
    )
    leaver = group.members.pop(0)
    services.leave_group(leaver, on=weeks[0], reason="pindah", by=group["ketua"])
    group.record(weeks[1], counted=220_000)
    with pytest.raises(Invalid) as refused:
        group.record(weeks[2], counted=330_000, hadir={str(member): "H" for member in (leaver, *group.members)})
    assert codes(refused) == ["rapat.hadir"]


def test_a_sleeping_group_records_no_meeting_until_it_wakes(group, weeks):
    services.make_dormant(group.id, on=weeks[0], reason="musim panen", by=group["fasilitator"])
    with pytest.raises(Invalid) as refused:
        group.record(weeks[1], counted=120_000)
    assert refused.value.problem.code == "ksm.tidak-berjalan"
    services.reactivate(group.id, on=weeks[2], reason="panen selesai", by=group["fasilitator"])
    group.record(weeks[2], counted=120_000)


@pytest.mark.parametrize("name", ["anggota", "unit", "auditor", "fasilitator"])
def test_who_only_sees_a_group_does_not_record_its_meetings(group, thursday, name):
    with pytest.raises(NotAllowed):
        group.record(thursday, counted=120_000, by=name)


def test_for_another_group_it_does_not_exist(group, thursday):
    with pytest.raises(OutOfSight):
        group.record(thursday, counted=120_000, by="lain")
    with pytest.raises(OutOfSight):
        selectors.group(group.id, by=group["lain"])


def test_the_sheet_offers_what_is_usual_and_can_be_sent_as_it_is(group, weeks):
    group.record(weeks[0], counted=120_000)
    sheet = selectors.sheet(group.id, by=group["sekretaris"], held_on=weeks[1])
    assert (sheet.number, sheet.opening_cash, len(sheet.members)) == (2, 120_000, 12)
    assert sheet.members[0].savings == {"wajib": 10_000} and sheet.members[0].office == "ketua"
    offered = {part.code: list(part.rows) for part in sheet.parts}
    assert [part.code for part in sheet.parts] == ["simpanan", "penarikan", "denda", "lain"]
    done = services.record_meeting(
        group.id,
        key=sheet.key,
        said={
            "tanggal": sheet.held_on.isoformat(),
            "kas_awal": sheet.opening_cash,
            "hadir": {str(member.id): "H" for member in sheet.members},
            **offered,
            "kas": {"lembar": {"100000": 2, "20000": 2}},
        },
        by=group["bendahara"],
    )
    assert done.cash.counted == 240_000


def test_a_preview_adds_up_and_writes_nothing(group, thursday):
    found = selectors.preview(group.id, said=group.said(thursday, counted=120_000), by=group["sekretaris"])
    assert (found.totals["simpanan"], found.cash.expected, found.problems) == (120_000, 120_000, ())
    assert not Record.objects.exists()


class Arisan:
    """A part of another room, for a test."""

    code, label = "arisan", "Arisan"

    def prefill(self, sheet):
        return [{"jumlah": 5_000}]

    def problems(self, sheet, said):
        return []

    def postings(self, sheet, said):
        from swadaya.ksm.parts import Draft
        from swadaya.ledger.rules.journal import Posting

        total = sum(row["jumlah"] for row in said or [])
        cash = Posting(sheet.accounts.cash, total)
        return [Draft(self.code, "Arisan", (cash, Posting("21040", -total)))] if total else []


def test_a_part_that_another_room_joins_is_offered_posted_and_kept(group, thursday):
    from swadaya.ksm import parts

    with parts.joined.temporarily({"arisan": Arisan()}):
        sheet = selectors.sheet(group.id, by=group["sekretaris"], held_on=thursday)
        assert sheet.parts[-1].rows == [{"jumlah": 5_000}]
        done = group.record(thursday, counted=125_000, arisan=[{"jumlah": 5_000}])
        page = selectors.meeting(done.meeting_id, by=group["sekretaris"])
        assert page.records[0].sections["arisan"] == [{"jumlah": 5_000}]
    with pytest.raises(Invalid):
        group.record(thursday, counted=130_000, arisan=[])


def test_a_group_that_ended_today_records_no_meeting_of_a_day_before(group, thursday):
    services.dissolve(group.id, on=clock.today(), reason="selesai", by=group["fasilitator"])
    with pytest.raises(Invalid) as refused:
        group.record(thursday, counted=120_000)
    assert codes(refused) == ["ksm.sudah-berakhir"]
    preview = selectors.preview(group.id, said=group.said(thursday, counted=120_000), by=group["sekretaris"])
    assert [problem.code for problem in preview.problems] == ["ksm.sudah-berakhir"]
    assert not Record.objects.exists() and cash_in_books(group, thursday) == 0


def test_a_meeting_recorded_late_leaves_no_savings_with_somebody_who_has_left(group, weeks):
    gone = group.members[2]
    services.leave_group(gone, on=weeks[1], reason="pindah", by=group["ketua"])
    with pytest.raises(Invalid) as refused:
        group.record(weeks[0], counted=120_000)
    assert codes(refused) == ["rapat.sudah-keluar"]
    assert not Record.objects.exists() and cash_in_books(group, weeks[0]) == 0
    paid = [one for one in group.said(weeks[0], counted=0)["simpanan"] if one["anggota"] != gone]
    group.record(weeks[0], counted=110_000, simpanan=paid)
    assert cash_in_books(group, weeks[0]) == 110_000
