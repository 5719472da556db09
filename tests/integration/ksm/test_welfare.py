"""Welfare bodies (SIPD card of BKKKS): registered, counted by province and nation, ended, taken from a workbook."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.db import DatabaseError, connection, transaction

from swadaya.accounts.models import Event
from swadaya.accounts.rules import access
from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight, Viewer
from swadaya.core.refusal import Invalid
from swadaya.ksm import selectors, services
from swadaya.ksm.models import WelfareBody

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")
DESA = "3304092011"
DAY = date(2026, 1, 20)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def workbook(*rows) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    out.seek(0)
    return out


def administrator(region: str) -> Viewer:
    return Viewer(None, "administrator", (Held("administrator", region=region),), second_factor=True)


def test_lks_and_bkkks_are_counted_by_province_and_nation(regions):
    services.register_welfare_body("33", name="BKKKS Jawa Tengah", kind="BKKKS", by=SYSTEM)
    body = services.register_welfare_body("11", name="BKKKS Aceh", kind="BKKKS", by=SYSTEM)
    services.register_welfare_body("3304", name="Panti A", kind="LKS", services=["rehabilitasi"], by=SYSTEM)
    services.register_welfare_body(
        DESA, name="Yayasan B", kind="LKS", legal_form="Yayasan", services=["pemberdayaan", "rehabilitasi"], by=SYSTEM
    )
    services.register_welfare_body("33", name="Paguyuban C", kind="LKS", by=SYSTEM)
    services.record_welfare_activity(body, title="Forum", on=DAY, tasks=["forum", "koordinasi"], by=SYSTEM)
    nation, java = selectors.welfare_counts(), selectors.welfare_counts("33")
    assert (nation.bkkks, nation.lks, dict(nation.parts)) == (2, 3, {"11": (0, 1), "33": (3, 1)})
    assert (java.lks, java.lks_legal, java.by_service["rehabilitasi"], java.without_service) == (3, 1, 2, 1)
    assert (dict(java.by_legal_form), dict(java.parts)) == ({"": 2, "yayasan": 1}, {"33": (1, 1), "3304": (2, 0)})
    with pytest.raises(Invalid):
        services.register_welfare_body("3304", name="BKKKS Banjarnegara", kind="BKKKS", by=SYSTEM)
    page = selectors.welfare_body(body, by=SYSTEM)
    assert (page.by_task["forum"], page.by_task["model"], page.activities[0].tasks) == (1, 0, ("forum", "koordinasi"))


def test_the_six_tasks_are_those_of_a_bkkks(regions):
    bkkks = services.register_welfare_body("33", name="BKKKS Jawa Tengah", kind="BKKKS", by=SYSTEM)
    lks = services.register_welfare_body("33", name="Panti A", kind="LKS", by=SYSTEM)
    for body, task, code in ((bkkks, "berdagang", "ksm.pilihan"), (lks, "forum", "lembaga.tugas")):
        with pytest.raises(Invalid) as refused:
            services.record_welfare_activity(body, title="Forum", on=DAY, tasks=[task], by=SYSTEM)
        assert codes(refused) == [code]
    services.record_welfare_activity(lks, title="Pelayanan", on=DAY, by=SYSTEM)


def test_a_province_has_one_bkkks_at_a_time(regions):
    first = services.register_welfare_body("33", name="BKKKS Lama", kind="BKKKS", by=SYSTEM)
    with pytest.raises(Invalid) as refused:
        services.register_welfare_body("33", name="BKKKS Baru", kind="BKKKS", by=SYSTEM)
    assert codes(refused) == ["lembaga.bkkks-ada"] and refused.value.problem.got == "BKKKS Lama"
    with pytest.raises(DatabaseError), transaction.atomic():  # nor past the service
        WelfareBody.objects.create(kind="BKKKS", name="BKKKS Baru", region="33", event_id=Event.objects.latest("id").id)
    services.end_welfare_body(first, on=DAY, reason="melebur", by=SYSTEM)
    services.register_welfare_body("33", name="BKKKS Baru", kind="BKKKS", founded_on=DAY, by=SYSTEM)
    assert [selectors.welfare_counts("33", on=DAY + timedelta(days=days)).bkkks for days in (-1, 0)] == [1, 1]
    assert [one.name for one in selectors.welfare_bodies_in("33", by=SYSTEM)] == ["BKKKS Baru"]
    assert len(selectors.welfare_bodies_in("33", by=SYSTEM, ended=True)) == 2


def test_a_body_ends_once_after_all_it_did_and_keeps_its_history(regions):
    body = services.register_welfare_body("33", name="Panti A", kind="LKS", founded_on=date(2020, 1, 1), by=SYSTEM)
    services.record_welfare_activity(body, title="Pelayanan", on=DAY, by=SYSTEM)
    for day in (DAY - timedelta(days=1), date(2019, 1, 1)):
        with pytest.raises(Invalid) as refused:
            services.end_welfare_body(body, on=day, reason="tutup", by=SYSTEM)
        assert "lembaga.sesudahnya" in codes(refused)
    services.end_welfare_body(body, on=DAY, reason="tutup", by=SYSTEM)
    for act in (
        lambda: services.end_welfare_body(body, on=DAY, reason="lagi", by=SYSTEM),
        lambda: services.change_welfare_body(body, legal_form="yayasan", services=(), by=SYSTEM),
        lambda: services.record_welfare_activity(body, title="Lagi", on=DAY + timedelta(days=1), by=SYSTEM),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert codes(refused) == ["lembaga.sudah-bubar"]
    page = selectors.welfare_body(body, by=SYSTEM)
    assert (page.body.ended_on, page.body.ended_why, len(page.activities)) == (DAY, "tutup", 1)
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE ksm_welfarebody SET ended_on = NULL, ended_why = ''")


def test_a_legal_form_that_comes_later_leaves_what_was_in_the_history(regions):
    body = services.register_welfare_body("3304", name="Panti A", kind="LKS", services=["jaminan"], by=SYSTEM)
    services.change_welfare_body(body, legal_form="yayasan", services=["jaminan", "perlindungan"], by=SYSTEM)
    event = Event.objects.get(action="lembaga.ubah-sosial")
    assert event.before == {"badan_hukum": "", "layanan": ["jaminan"]}
    assert selectors.welfare_counts("3304").lks_legal == 1


def test_who_registers_where_follows_the_scope_of_the_role(regions):
    with pytest.raises(OutOfSight):
        services.register_welfare_body("33", name="A", kind="LKS", by=administrator("3304"))
    made = services.register_welfare_body("3304", name="A", kind="LKS", by=administrator("3304"))
    auditor = Viewer(None, "auditor", (Held("auditor", region="33"),), second_factor=True)
    with pytest.raises(NotAllowed):
        services.end_welfare_body(made, on=DAY, reason="x", by=auditor)
    assert not selectors.welfare_body(made, by=auditor).may
    with pytest.raises(OutOfSight):
        selectors.welfare_body(made, by=administrator("11"))
    assert selectors.welfare_bodies_in("", by=administrator("11")) == []


def test_a_list_of_bodies_is_searched_narrowed_and_goes_on(regions):
    for name, services_of in (("A", ["jaminan"]), ("B", []), ("C", ["jaminan"])):
        services.register_welfare_body("3304", name=f"Panti {name}", kind="LKS", services=services_of, by=SYSTEM)
    services.register_welfare_body("33", name="BKKKS", kind="BKKKS", by=SYSTEM)
    seen, after = [], ""
    while page := selectors.welfare_bodies_in("33", by=SYSTEM, after=after, limit=3):
        seen += [one.name for one in page]
        after = str(page[-1].id)
    assert seen == ["BKKKS", "Panti A", "Panti B", "Panti C"]
    assert [one.name for one in selectors.welfare_bodies_in("33", by=SYSTEM, service="jaminan")] == [
        "Panti A",
        "Panti C",
    ]
    assert [one.name for one in selectors.welfare_bodies_in("33", by=SYSTEM, text="ti b")] == ["Panti B"]


HEADS = ("Wilayah", "Nama", "Badan Hukum", "Layanan", "Berdiri")


def test_lks_of_a_workbook_are_tried_and_taken_in_whole(regions):
    rows = (
        HEADS,
        ("33.04", "Panti A", "yayasan", "rehabilitasi sosial; jaminan", "2001-05-01"),
        (3304092011, "B", "", "", ""),
    )
    tried = services.import_welfare_bodies(workbook(*rows), name="l.xlsx", by=SYSTEM, dry_run=True)
    assert (tried.rows, tried.added, tried.problems) == (2, 0, ()) and not WelfareBody.objects.exists()
    assert services.import_welfare_bodies(workbook(*rows), name="l.xlsx", by=SYSTEM).added == 2
    assert WelfareBody.objects.get(name="Panti A").services == ["jaminan", "rehabilitasi"]


def test_every_bad_row_of_lks_is_told_with_its_column(regions):
    rows = (
        HEADS,
        ("33.04", "Panti A", "", "", ""),
        ("33.04", "panti a", "", "", ""),
        ("99", "B", "", "", ""),
        ("33.04", "", "", "", ""),
        ("33.04", "C", "", "makan", ""),
        ("33.04", "D", "", "", "1066-10-14"),
    )
    done = services.import_welfare_bodies(workbook(*rows), name="l.xlsx", by=SYSTEM)
    assert [(one.where.row, one.where.column, one.code) for one in done.problems] == [
        (3, "nama", "lembaga.ada"),
        (4, "wilayah", "lembaga.wilayah"),
        (5, "nama", "ksm.teks"),
        (6, "layanan", "impor.layanan"),
        (7, "berdiri", "impor.berdiri"),
    ]
    assert not WelfareBody.objects.exists()


def test_a_body_did_nothing_before_it_began(regions):
    body = services.register_welfare_body("3304", name="Panti", kind="LKS", founded_on=DAY, by=SYSTEM)
    with pytest.raises(Invalid) as refused:
        services.record_welfare_activity(body, title="Layanan", on=DAY - timedelta(days=1), by=SYSTEM)
    assert codes(refused) == ["lembaga.belum-ada"]
    services.record_welfare_activity(body, title="Layanan", on=DAY, by=SYSTEM)
