"""Institutions of a village, its register of all groups, and lists of groups with their import."""

from __future__ import annotations

import io
from datetime import date, timedelta
from importlib import import_module

import pytest
import xlsxwriter
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from swadaya.accounts.models import Event
from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight, Viewer
from swadaya.core import clock
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.models import Bkm, CommunityGroup, Ksm, UnitPengelola, WelfareBody

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")
DESA = "3304092011"
DAY = date(2026, 1, 20)
GROUP_HEADS = ("Desa", "Nama", "Jenis", "Berdiri")


def workbook(*rows) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    out.seek(0)
    return out


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def agreed(by, name="Arisan RT 2") -> int:
    number = services.list_community_group(DESA, name=name, kind="arisan", members=15, by=by)
    for side in ("anggota", "pelaku"):
        services.agree_mentoring(number, side=side, by_whom="berita acara 3", on=DAY, by=by)
    return number


def test_bkm_and_units_stand_at_their_level(group):
    coordinator = Viewer(None, "koordinator", (Held("koordinator-bkm", region=DESA),), second_factor=True)
    bkm = services.register_bkm(DESA, name="BKM Lestari", by=coordinator)
    services.register_unit(DESA, name="UPK Lestari", kind="UPK", bkm_id=bkm, by=coordinator)
    services.register_unit("330409", name="UPK Kecamatan", kind="UPK", by=group["fasilitator"])
    assert [(one.name, one.level, one.bkm) for one in selectors.units_in("330409", by=SYSTEM)] == [
        ("UPK Kecamatan", "kecamatan", ""),
        ("UPK Lestari", "kelurahan", "BKM Lestari"),
    ]
    with pytest.raises(OutOfSight):
        services.register_bkm("1101022001", name="BKM Jauh", by=coordinator)
    with pytest.raises(Invalid):
        services.register_unit("3304", name="UPK Kabupaten", kind="UPK", by=SYSTEM)


@pytest.mark.parametrize("again", ["BKM Lestari", "bkm  lestari "])
def test_a_name_stands_once_in_a_register_however_it_is_written(regions, again):
    bkm = services.register_bkm(DESA, name="BKM Lestari", by=SYSTEM)
    services.register_unit(DESA, name="BKM Lestari", kind="UPK", bkm_id=bkm, by=SYSTEM)
    services.list_community_group(DESA, name="BKM Lestari", kind="arisan", by=SYSTEM)
    for act in (
        lambda: services.register_bkm(DESA, name=again, by=SYSTEM),
        lambda: services.register_unit(DESA, name=again, kind="UPK", by=SYSTEM),
        lambda: services.list_community_group(DESA, name=again, kind="arisan", by=SYSTEM),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert codes(refused) == ["lembaga.ada"]
    services.register_unit(DESA, name=again, kind="UPS", by=SYSTEM)


def test_a_day_nobody_remembers_or_that_has_not_come_is_refused(regions):
    for day in (date(1066, 10, 14), clock.today() + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            services.register_bkm(DESA, name="BKM Lestari", founded_on=day, by=SYSTEM)
        assert codes(refused) == ["ksm.tanggal"]


def test_only_groups_agreed_by_members_and_actors_grow_into_a_ksm(group):
    by = group["fasilitator"]
    number = services.list_community_group(DESA, name="Arisan RT 2", kind="arisan", members=15, by=by)
    services.agree_mentoring(number, side="anggota", by_whom="berita acara 3", on=DAY, by=by)
    with pytest.raises(Invalid) as refused:
        services.adopt_community_group(number, ksm_id=group.id, by=by)
    assert codes(refused) == ["lembaga.belum-sepakat"]
    services.agree_mentoring(number, side="pelaku", by_whom="relawan", on=DAY, by=by)
    services.adopt_community_group(number, ksm_id=group.id, by=by)
    [line] = selectors.community_groups_in(DESA, by=by)
    assert (line.agreed, line.ksm_id) == (True, group.id)
    assert (line.members_agreed_by, line.actors_agreed_by) == ("berita acara 3", "relawan")


def test_a_ksm_grows_from_one_group_and_a_group_into_one_ksm(group, make):
    by = group["fasilitator"]
    first, second = agreed(by), agreed(by, "Arisan RT 3")
    other = make(title="KSM Lain", names=())
    services.adopt_community_group(first, ksm_id=group.id, by=by)
    with pytest.raises(Invalid) as refused:
        services.adopt_community_group(second, ksm_id=group.id, by=by)
    assert codes(refused) == ["lembaga.ksm-terpakai"]
    with pytest.raises(Invalid) as refused:
        services.adopt_community_group(first, ksm_id=other.id, by=by)
    assert codes(refused) == ["lembaga.sudah-ksm"]


def test_an_agreement_is_corrected_with_its_history_until_the_group_is_a_ksm(group):
    by = group["fasilitator"]
    number = agreed(by)
    services.agree_mentoring(number, side="pelaku", by_whom="BKM", on=DAY + timedelta(days=1), by=by)
    event = Event.objects.filter(action="lembaga.sepakat").latest("id")
    assert (event.before["tanggal"], event.after["tanggal"]) == ("2026-01-20", "2026-01-21")
    services.adopt_community_group(number, ksm_id=group.id, by=by)
    with pytest.raises(Invalid) as refused:
        services.agree_mentoring(number, side="pelaku", by_whom="lain", on=DAY, by=by)
    assert codes(refused) == ["lembaga.sudah-ksm"]


def test_who_agreed_is_an_office_or_a_paper_and_no_member_of_any_group_of_the_village(group, make):
    by = group["fasilitator"]
    make(title="KSM Lain", names=("Wagiyem Tua",))
    number = services.list_community_group(DESA, name="Arisan RT 2", kind="arisan", by=by)
    for name in ("Siti Aminah", "ketua, ibu wagiyem tua"):
        with pytest.raises(Invalid) as refused:
            services.agree_mentoring(number, side="anggota", by_whom=name, on=DAY, by=by)
        assert [(one.code, one.where.key) for one in refused.value.problems] == [("nama.dalam-teks", "oleh")]


def test_a_name_that_was_written_is_taken_out_also_after_the_group_became_a_ksm(group):
    by = group["fasilitator"]
    number = services.list_community_group(DESA, name="Arisan RT 2", kind="arisan", by=by)
    for side, whom in (("anggota", "Bapak Slamet"), ("pelaku", "relawan")):
        services.agree_mentoring(number, side=side, by_whom=whom, on=DAY, by=by)
    services.adopt_community_group(number, ksm_id=group.id, by=by)
    services.agree_mentoring(number, side="anggota", by_whom="ketua arisan", on=DAY, by=by)
    [line] = selectors.community_groups_in(DESA, by=by)
    assert (line.members_agreed_by, line.members_agreed_on, line.actors_agreed_by) == ("ketua arisan", DAY, "relawan")
    assert not any("Slamet" in f"{one.before}{one.after}{one.label}" for one in Event.objects.all())


def test_no_group_grows_into_a_ksm_that_is_no_more(group):
    by = group["fasilitator"]
    number = agreed(by)
    services.dissolve(group.id, on=DAY, reason="selesai", by=by)
    with pytest.raises(Invalid) as refused:
        services.adopt_community_group(number, ksm_id=group.id, by=by)
    assert codes(refused) == ["ksm.sudah-berakhir"]


REGISTERS = ("ksm_bkm", "ksm_unitpengelola", "ksm_communitygroup", "ksm_welfarebody")


@pytest.fixture
def old_registers(regions):
    """Registers as they were before a name stood in them once: nothing keeps a second row away."""
    with connection.cursor() as cursor:
        for table in REGISTERS:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING IDENTITY) ON COMMIT DROP")


def test_what_an_older_register_holds_twice_stays_in_it_under_a_name_of_its_own(old_registers, caplog):
    event = 1  # of no table here
    for name in ("BKM Lestari", "bkm lestari", "BKM Lestari (2)", "BKM Lestari"):
        Bkm.objects.create(kind="BKM", name=name, desa=DESA, event_id=event)
    Bkm.objects.create(kind="BKM", name="BKM Lestari", desa="3304092012", event_id=event)
    for kind in ("UPK", "UPK", "UPS"):
        UnitPengelola.objects.create(kind=kind, level="kelurahan", name="Maju", region=DESA, event_id=event)
    for name in ("a" * 120, "A" * 120):
        CommunityGroup.objects.create(desa=DESA, name=name, kind="arisan", event_id=event)
    for region, name in (("33", "BKKKS Jateng"), ("33", "Forum"), ("11", "BKKKS Jateng"), ("33", "bkkks jateng")):
        WelfareBody.objects.create(kind="BKKKS", name=name, region=region, event_id=event)
    import_module("swadaya.ksm.migrations.0003_bodies").set_apart(apps, None)
    assert list(Bkm.objects.order_by("id").values_list("name", flat=True)) == [
        "BKM Lestari",
        "bkm lestari (3)",
        "BKM Lestari (2)",
        "BKM Lestari (4)",
        "BKM Lestari",
    ]
    assert list(UnitPengelola.objects.order_by("id").values_list("name", flat=True)) == ["Maju", "Maju (2)", "Maju"]
    assert CommunityGroup.objects.latest("id").name == "A" * 116 + " (2)"
    bodies = list(WelfareBody.objects.order_by("id").values_list("name", "ended_on"))
    today = clock.today()
    assert bodies == [
        ("BKKKS Jateng", None),
        ("Forum", today),
        ("BKKKS Jateng", None),
        ("bkkks jateng (2)", today),
    ]
    assert "Forum ditutup" in caplog.text and "menjadi Maju (2)" in caplog.text


def test_the_database_keeps_the_register_of_groups(group):
    number = agreed(group["fasilitator"])
    for act in (
        lambda: CommunityGroup.objects.filter(pk=number).update(name="Lain"),
        lambda: CommunityGroup.objects.filter(pk=number).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    services.adopt_community_group(number, ksm_id=group.id, by=group["fasilitator"])
    for change in ({"members_agreed_on": None}, {"ksm": None}, {"actors_agreed_on": DAY - timedelta(days=1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CommunityGroup.objects.filter(pk=number).update(**change)


def test_a_group_takes_part_only_while_it_stands(make, weeks):
    young, old = make(title="KSM Muda", founded=weeks[2], names=()), make(title="KSM Tua", names=())
    by = old["fasilitator"]
    said = {"of": "bkm", "kind": "rapat", "title": "Rapat", "by": by}
    with pytest.raises(Invalid) as refused:
        services.record_institution_activity(DESA, on=weeks[0], groups=[young.id, old.id], **said)
    assert codes(refused) == ["lembaga.belum-ada"] and "KSM Muda" in refused.value.problem.got
    services.dissolve(old.id, on=weeks[1], reason="selesai", by=by)
    services.record_institution_activity(DESA, on=weeks[0], groups=[old.id], **said)
    with pytest.raises(Invalid):
        services.record_institution_activity(DESA, on=weeks[2], groups=[old.id], **said)


def test_a_withdrawn_activity_stays_and_counts_for_nobody(group, weeks):
    by = group["fasilitator"]
    made = services.record_institution_activity(
        DESA, of="desa", kind="musyawarah", title="Musrenbang", on=weeks[0], groups=[group.id], by=by
    )
    assert selectors.active_groups("33", 2026).published == 1
    services.withdraw_institution_activity(made, reason="salah desa", by=by)
    assert selectors.active_groups("33", 2026).published == 0
    [line] = selectors.institution_activities_in(DESA, by=by, year=2026)
    assert (line.withdrawn_why, dict(line.groups)) == ("salah desa", {group.id: "KSM Sumber Rejeki"})
    with pytest.raises(Invalid) as refused:
        services.withdraw_institution_activity(made, reason="lagi", by=by)
    assert codes(refused) == ["lembaga.sudah-batal"]
    with pytest.raises(OutOfSight):
        services.withdraw_institution_activity(
            made, reason="x", by=Viewer(None, "jauh", (Held("fasilitator", region="110102"),), second_factor=True)
        )
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE ksm_institutionactivity SET title = 'lain'")


def test_groups_of_a_workbook_are_taken_in_whole(regions, home):
    rows = (GROUP_HEADS, ("33.04.09.2011", "KSM A", "SPP", "2019-03-01"), ("3304092012", "KSM B", "", ""))
    tried = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM, dry_run=True)
    assert (tried.rows, tried.added, tried.problems) == (2, 0, ()) and not Ksm.objects.exists()
    done = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM)
    assert done.added == 2 and Ksm.objects.count() == 2


def test_every_bad_row_is_told_and_nothing_is_taken_in(regions, home):
    rows = (
        GROUP_HEADS,
        ("33.04.09.2011", "KSM A", "", ""),
        ("99.99.99.9999", "KSM B", "", ""),
        ("33.04.09.2011", "KSM A", "", ""),
        ("33.04.09.2011", "", "Klub", "kemarin"),
    )
    done = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM)
    assert [(one.where.row, one.code) for one in done.problems] == [
        (3, "wilayah.bukan-desa"),
        (4, "ksm.nama-ada"),
        (5, "impor.berdiri"),
    ]
    assert not Ksm.objects.exists()


def test_files_that_are_no_workbook_are_refused_with_a_sentence(regions, home):
    for content in (b"", b"PK\x03\x04 rusak", b"a,b,c"):
        with pytest.raises(Invalid) as refused:
            services.import_groups(io.BytesIO(content), name="x.xlsx", by=SYSTEM)
        assert refused.value.problem.code == "berkas.xlsx-rusak"
    with pytest.raises(Invalid) as refused:
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


def test_groups_are_found_by_a_part_of_the_name_they_have_now(group, make):
    by = group["fasilitator"]
    make(names=(), title="KSM Mawar")
    services.set_fact(group.id, kind="nama", value="KSM Melati Jaya", effective_on=DAY, by=by)
    assert [line.name for line in selectors.groups_in("33", by=by, text="melati")] == ["KSM Melati Jaya"]
    assert selectors.groups_in("33", by=by, text="Rejeki") == []


def test_lists_are_counted_and_narrowed_by_kind_and_state(make):
    one, _ = make(names=(), title="KSM Satu"), make(names=(), title="KSM Dua")
    services.register_group(DESA, name="SPP Mawar", kind="SPP", by=SYSTEM)
    services.make_dormant(one.id, on=DAY, reason="panen", by=one["fasilitator"])
    assert selectors.count_groups("33", by=SYSTEM) == 3
    assert [line.name for line in selectors.groups_in("33", by=SYSTEM, kind="SPP")] == ["SPP Mawar"]
    assert [line.name for line in selectors.groups_in("33", by=SYSTEM, status="tidur")] == ["KSM Satu"]
    assert selectors.count_groups("33", by=SYSTEM, status="aktif", text="ksm") == 1
    assert selectors.count_groups("33", by=Viewer(None, "tamu", (), second_factor=True)) == 0
    assert {line.name for line in selectors.all_groups("33", by=SYSTEM)} == {"KSM Satu", "KSM Dua", "SPP Mawar"}


def test_days_of_a_workbook_lie_between_1900_and_today(regions, home):
    late = clock.today() + timedelta(days=1)
    rows = (
        GROUP_HEADS,
        (DESA, "KSM A", "", "0001-01-01"),
        (DESA, "KSM B", "", late.isoformat()),
        (DESA, "KSM C", "", "2026-02-30"),
    )
    done = services.import_groups(workbook(*rows), name="k.xlsx", by=SYSTEM)
    assert [(one.where.row, one.where.column) for one in done.problems] == [
        (2, "berdiri"),
        (3, "berdiri"),
        (4, "berdiri"),
    ]


class Unread:
    """A file that nobody may open."""

    def __getattr__(self, name):
        raise AssertionError("berkas dibaca sebelum hak ditanya")


def test_a_file_is_not_opened_for_somebody_who_registers_nothing(regions):
    stranger = Viewer(None, "tamu", (), second_factor=True)
    unit = Viewer(None, "unit", (Held("unit-pengelola", region=DESA),), second_factor=True)
    hasty = Viewer(None, "tata usaha", (Held("administrator", region="33"),), second_factor=False)
    for take in (services.import_groups, services.import_welfare_bodies):
        with pytest.raises(OutOfSight):
            take(Unread(), name="k.xlsx", by=stranger)
        with pytest.raises(NotAllowed):
            take(Unread(), name="k.xlsx", by=unit)
    with pytest.raises(NotAllowed) as refused:
        services.import_welfare_bodies(Unread(), name="k.xlsx", by=hasty)
    assert refused.value.problem.code == "akses.langkah-kedua"


def test_a_workbook_without_any_row_is_not_taken_for_done(regions, home):
    done = services.import_groups(workbook(GROUP_HEADS), name="k.xlsx", by=SYSTEM)
    assert [one.code for one in done.problems] == ["impor.kosong"] and done.added == 0


def test_a_row_outside_ones_own_region_is_told_like_the_others(group):
    rows = (GROUP_HEADS, ("1101022001", "KSM Jauh", "", ""), (DESA, "KSM Dekat", "ksm", ""))
    done = services.import_groups(workbook(*rows), name="k.xlsx", by=group["fasilitator"])
    assert [(one.where.row, one.code) for one in done.problems] == [(2, "wilayah.di-luar")]
