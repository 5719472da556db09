"""The book of a managing unit: opened by its treasurer, kept on the chart of UPK, apart from the books of groups."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import a_group
import made_people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from markup import closed_up

from swadaya.core import keys
from swadaya.ksm import services
from swadaya.ksm.models import Fact, Ksm
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(standing_group_of_2026: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_group_of_2026


@pytest.fixture
def unit(group) -> UUID:
    return services.register_unit(a_group.DESA, name="UPK Sejahtera", kind="UPK", by=a_group.MACHINE)


@pytest.fixture
def treasurer(unit) -> Any:
    return made_people.signed_in(made_people.person("wati", "bendahara-up", group=str(unit), pin=True))


def form(**more: str) -> dict[str, str]:
    return {"kunci": str(keys.new_key()), "dibuka": "2026-01-02", **more}


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def test_the_treasurer_opens_the_book_once_and_is_led_to_it_after(unit, treasurer):
    address = f"/buku/unit/{unit}/"
    assert f'href="{address}"' in text(treasurer.get("/buku/"))
    assert "belum mempunyai buku" in text(treasurer.get(address))
    opened = treasurer.post(address, form())
    assert opened.status_code == 302
    book = ledger.book_of("unit-pengelola", str(unit), by=a_group.MACHINE)
    assert book is not None and opened["Location"] == f"/buku/{book.id}/"
    assert (book.chart, book.opened_on, book.region, book.group) == (
        "upk-2018",
        date(2026, 1, 2),
        a_group.DESA,
        str(unit),
    )
    assert treasurer.get(address)["Location"] == opened["Location"]
    assert treasurer.post(address, form())["Location"] == opened["Location"]
    assert treasurer.get("/buku/")["Location"] == opened["Location"]


@pytest.mark.parametrize("day", ["", "2999-01-01", "1999-01-01"])
def test_a_book_is_not_opened_on_a_day_that_cannot_be(unit, treasurer, day):
    assert treasurer.post(f"/buku/unit/{unit}/", form(dibuka=day)).status_code == 422
    assert ledger.book_of("unit-pengelola", str(unit), by=a_group.MACHINE) is None


def test_the_unit_and_its_overseers_see_and_do_not_open(group, unit):
    address = f"/buku/unit/{unit}/"
    page = group.browser("unit").get(address)
    assert page.status_code == 200 and "bendahara unit pengelola" in text(page)
    assert group.browser("unit").post(address, form()).status_code == 403
    assert group.browser("sri").get(address).status_code == 404
    assert group.browser("unit").get(f"/buku/unit/{uuid4()}/").status_code == 404


def test_a_treasurer_of_a_unit_touches_no_book_of_a_group_and_the_unit_writes_in_none(group, unit, treasurer):
    assert treasurer.get(f"/buku/{group.book}/").status_code == 404
    assert treasurer.post(f"/buku/{group.book}/jurnal/baru/", {}).status_code == 404
    assert group.browser("unit").post(f"/buku/{group.book}/bulan/tutup/", {"bulan": "2026-01"}).status_code == 403


def test_the_book_of_a_unit_names_the_groups_it_lends_to(group, unit, treasurer):
    treasurer.post(f"/buku/unit/{unit}/", form())
    found = ledger.book_of("unit-pengelola", str(unit), by=a_group.MACHINE)
    assert found is not None
    book = f"/buku/{found.id}/"
    template = text(treasurer.get(f"{book}saldo-awal/templat.csv"))
    assert f"11030,Pinjaman KSM,,,{group.id},KSM Sumber Rejeki," in template
    lines = ["akun,debit,kredit,pihak", "11010,500000,,", f"11030,1500000,,{group.id}", "31010,,2000000,"]
    file = SimpleUploadedFile("saldo.csv", "\n".join(lines).encode())
    said = {"cara": "baca", "tanggal": "2026-01-02", "sumber": "", "berkas": file}
    tried = text(treasurer.post(f"{book}saldo-awal/", said))
    fields = dict(re.findall(r'name="(kunci|kiriman)" value="([^"]*)"', tried))
    booked = treasurer.post(f"{book}saldo-awal/", {"cara": "bukukan-berkas", **fields})
    assert booked.status_code == 302
    assert "KSM Sumber Rejeki" in text(treasurer.get(booked["Location"]))
    assert "KSM Sumber Rejeki" in text(treasurer.get(f"{book}kartu/?pihak={group.id}"))


def book_of(unit, browser) -> str:
    return browser.post(f"/buku/unit/{unit}/", form())["Location"]


def beside(group, many: int) -> list[str]:
    """More groups of the village; their names."""
    like = Ksm.objects.values("desa", "kind", "origin", "founded_on", "tie", "registered_at", "event_id").get(
        public_id=group.id
    )
    rows = Ksm.objects.bulk_create([Ksm(**like) for _ in range(many)])
    names = [f"KSM Melati {number}" for number in range(many)]
    Fact.objects.bulk_create(
        Fact(
            ksm=row,
            kind="nama",
            value=name,
            effective_on=row.founded_on,
            recorded_at=row.registered_at,
            event_id=row.event_id,
        )
        for row, name in zip(rows, names, strict=True)
    )
    return names


def lend(group, browser, book: str, **more: str) -> Any:
    lines = {"b-1-akun": "11030", "b-1-debit": "5.000", "b-1-pihak": "KSM Sumber Rejeki"}
    lines |= {"b-2-akun": "31010", "b-2-kredit": "5.000"}
    said = {"kunci": str(keys.new_key()), "tanggal": "2026-01-02", "uraian": "Pinjaman", "banyak": "2"}
    return browser.post(f"{book}jurnal/baru/", {**said, **lines, "cara": "bukukan", **more})


def test_a_unit_lends_to_each_group_of_its_region_however_many_there_are(group, unit, treasurer):
    book, names = book_of(unit, treasurer), beside(group, 600)
    template = text(treasurer.get(f"{book}saldo-awal/templat.csv"))
    assert all(f",{name}," in template for name in names)
    page = text(treasurer.get(f"{book}jurnal/baru/"))
    assert all(page.count(f'"{name}"') == 1 for name in names)


def test_the_pages_of_a_units_book_ask_only_for_groups_that_it_names(group, unit, treasurer):
    book = book_of(unit, treasurer)
    beside(group, 3)
    assert lend(group, treasurer, book).status_code == 302
    for name in ("", "buku-kas/", "jurnal/", "jurnal/1/"):
        page = text(treasurer.get(book + name))
        assert "Melati" not in page and (name == "buku-kas/" or "KSM Sumber Rejeki" in page), name
    assert "Kartu kelompok" in text(treasurer.get(book))


def test_the_names_of_all_groups_are_asked_for_once_a_page(group, unit, treasurer):
    book = book_of(unit, treasurer)
    for change in ({"cara": "hitung"}, {"b-1-debit": "9"}, {"b-1-pihak": "KSM Entah"}, {}):
        with CaptureQueriesContext(connection) as asked:
            answer = lend(group, treasurer, book, **change)
        assert answer.status_code == {0: 302}.get(len(change), 200 if "cara" in change else 422), text(answer)
        names = [one["sql"] for one in asked if "'nama'" in one["sql"] and '"public_id" IN' not in one["sql"]]
        assert len(names) == 1, names


def test_two_groups_of_one_name_are_told_apart_where_they_are_chosen(group, unit, treasurer):
    book = book_of(unit, treasurer)
    beside(group, 1)
    twin = Ksm.objects.exclude(public_id=group.id).get()
    Fact.objects.create(
        ksm=twin,
        kind="nama",
        value="KSM Sumber Rejeki",
        effective_on=date(2026, 1, 2),
        recorded_at=twin.registered_at,
        event_id=twin.event_id,
    )
    page = text(treasurer.get(f"{book}jurnal/baru/"))
    assert all(f"KSM Sumber Rejeki ({str(one)[-8:]})" in page for one in (group.id, twin.public_id))
    assert lend(group, treasurer, book).status_code == 422
    chosen = f"KSM Sumber Rejeki ({str(twin.public_id)[-8:]})"
    assert lend(group, treasurer, book, **{"b-1-pihak": chosen}).status_code == 302
    found = ledger.book_of("unit-pengelola", str(unit), by=a_group.MACHINE)
    assert found is not None and ledger.parties(found.id, by=a_group.MACHINE) == [str(twin.public_id)]


def test_the_chart_that_is_shown_is_that_of_the_first_day(unit, treasurer):
    address = f"/buku/unit/{unit}/"
    assert "Bagan akun bagi buku yang dibuka" in text(treasurer.get(address))
    early = text(treasurer.post(address, form(dibuka="1999-01-01")))
    assert "Bagan akun bagi buku" not in early


def test_somebody_of_the_village_invites_the_treasurer(unit):
    from swadaya.accounts import services as people

    head = made_people.person("kepala", "koordinator-bkm", a_group.DESA)
    invited = people.invite(by=made_people.viewer(head), name="Wati", role="bendahara-up", group=str(unit))
    assert invited.word


def test_the_list_of_books_holds_what_one_sees(group, unit, treasurer):
    treasurer.post(f"/buku/unit/{unit}/", form())
    page = text(group.browser("unit").get("/buku/"))
    assert "Buku UPK Sejahtera" in page and "Buku KSM Sumber Rejeki" in page
    far = made_people.signed_in(made_people.person("jauh", "unit-pengelola", made_people.FAR))
    assert "Di sini buku" in text(far.get("/buku/"))
