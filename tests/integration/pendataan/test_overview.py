"""Lists and counts, within what each person sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from whole_form import WHOLE

from swadaya.accounts.rules.access import NOBODY, OutOfSight
from swadaya.pendataan import selectors, services

from .conftest import DESA, KECAMATAN, OTHERS, Play


def seen(play: Play, name: str, region: str = "") -> dict[str, int]:
    found = selectors.progress(play.cycle.id, region, by=play[name]).total.states
    return {state: count for state, count in found.items() if count}


def test_progress_counts_villages_by_state_part_by_part(play: Play) -> None:
    play.bring_to("kecamatan")
    play.bring_to("diajukan", desa=OTHERS[0])
    play.act("kembali", desa=OTHERS[0])
    found = selectors.progress(play.cycle.id, by=play["auditor"])
    assert seen(play, "auditor") == {"kosong": len(OTHERS) - 1, "diisi": 1, "kecamatan": 1}
    assert (found.total.desa, found.total.returned, len(found.parts)) == (len(OTHERS) + 1, 1, len(OTHERS) + 1)
    own = next(part for part in found.parts if part.code == DESA)
    assert (own.desa, own.states["kecamatan"]) == (1, 1)


def test_counts_hold_no_more_than_the_viewer_sees(play: Play) -> None:
    play.bring_to("diisi")
    from .conftest import viewer

    play.people["tetangga"] = viewer(999, "Tetangga", ("operator-desa", OTHERS[0]))
    assert seen(play, "tetangga") == {"kosong": 1}
    lines = selectors.forms_in(play.cycle.id, by=play["tetangga"])
    assert [line.desa for line in lines] == [OTHERS[0]]
    assert [item.line.desa for item in selectors.worklist(play["tetangga"])] == [OTHERS[0]]


def asked(play: Play, by: Any) -> list[Any]:
    cycle = play.cycle.id
    return [
        lambda: selectors.cycle(cycle, by=by),
        lambda: selectors.form(cycle, DESA, by=by),
        lambda: selectors.progress(cycle, by=by),
        lambda: selectors.forms_in(cycle, by=by),
        lambda: selectors.standouts_in(cycle, KECAMATAN, by=by),
        lambda: selectors.readiness(cycle, by=by),
        lambda: services.save_answers(cycle, desa=DESA, answers=[], by=by),
        lambda: services.submit(cycle, desa=DESA, version=None, by=by),
        lambda: services.verify(cycle, desa=DESA, level="kecamatan", version=None, by=by),
        lambda: services.return_form(cycle, desa=DESA, version=None, reason="x", by=by),
        lambda: services.reopen(cycle, desa=DESA, reason="x", by=by),
        lambda: services.remark(cycle, desa=DESA, column="", text="x", by=by),
        lambda: services.accept_offer(cycle, desa=DESA, columns={}, source="tahun-lalu", by=by),
    ]


@pytest.mark.parametrize("name", ["warga", "kecamatan-lain", "nobody"])
def test_who_sees_nothing_of_the_cycle_finds_nothing(play: Play, name: str) -> None:
    play.bring_to("diisi")
    by = NOBODY if name == "nobody" else play[name]
    for question in asked(play, by):
        with pytest.raises(OutOfSight):
            question()
    assert selectors.cycles(by) == []
    assert selectors.worklist(by) == []


def test_a_village_does_not_see_its_neighbours_nor_what_does_not_exist(play: Play) -> None:
    from .conftest import viewer

    own = viewer(999, "Tetangga", ("operator-desa", OTHERS[0]))
    for desa in (DESA, "1101022001", "3304099999", "3304091001", "", "330409"):
        with pytest.raises(OutOfSight):
            selectors.form(play.cycle.id, desa, by=own)
    with pytest.raises(OutOfSight):
        selectors.standouts_in(play.cycle.id, KECAMATAN, by=own)
    with pytest.raises(OutOfSight):
        selectors.form(play.cycle.id + 1, OTHERS[0], by=own)


def test_lists_go_on_after_the_last_code(play: Play) -> None:
    play.bring_to("diajukan", desa=OTHERS[3])
    first = selectors.forms_in(play.cycle.id, by=play["auditor"], limit=4)
    second = selectors.forms_in(play.cycle.id, by=play["auditor"], limit=100, after=first[-1].desa)
    assert [line.desa for line in first + second] == [DESA, *OTHERS]
    [line] = selectors.forms_in(play.cycle.id, by=play["auditor"], state="diajukan")
    assert (line.desa, line.answered, line.last_act) == (OTHERS[3], 53, "diajukan oleh Orang operator")


def test_the_worklist_is_what_waits_for_each(play: Play) -> None:
    play.bring_to("diajukan")
    play.bring_to("kecamatan", desa=OTHERS[0])
    play.bring_to("diisi", desa=OTHERS[1])
    play.bring_to("diajukan", desa=OTHERS[2])
    play.act("kembali", desa=OTHERS[2])

    def waits(name: str) -> list[tuple[str, str]]:
        return [(item.what, item.line.desa) for item in selectors.worklist(play[name]) if item.line.answered]

    assert waits("kecamatan") == [("periksa-kecamatan", DESA)]
    assert waits("kabupaten") == [("periksa-kabupaten", OTHERS[0])]
    assert waits("provinsi") == []
    assert waits("operator") == [("ajukan", OTHERS[1]), ("perbaiki", OTHERS[2])]
    assert waits("pld") == [("isi", OTHERS[1]), ("perbaiki", OTHERS[2])]


def test_counts_and_lists_cost_the_same_questions_however_much_is_done(play: Play) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            selectors.progress(play.cycle.id, by=play["auditor"])
            selectors.forms_in(play.cycle.id, by=play["auditor"])
            selectors.standouts_in(play.cycle.id, KECAMATAN, by=play["auditor"])
        return len(queries)

    play.bring_to("diisi")
    before = cost()
    for desa in OTHERS[:3]:
        play.bring_to("kecamatan", desa=desa)
    assert cost() == before


def test_what_stands_out_is_said_with_its_figures_and_reason(play: Play) -> None:
    for number, desa in enumerate((DESA, *OTHERS[:6])):
        play.save({**WHOLE, "menit_sarkes": str(20 + number), "gotong_royong": "ya"}, desa=desa)
    play.save({"menit_sarkes": "600", "peserta_bpjs": "1600"}, desa=OTHERS[6])
    play.save({"penduduk": "1500"}, desa=OTHERS[6])
    play.save({"peserta_bpjs": "1600"}, desa=OTHERS[6], reason="warga desa tetangga")
    found = selectors.standouts_in(play.cycle.id, KECAMATAN, by=play["kecamatan"])
    assert [(item.desa, item.kind) for item in found[:2]] == [(OTHERS[6], "berlawanan"), (OTHERS[6], "kecamatan")]
    assert found[0].reason == "warga desa tetangga"
    medians = selectors.medians_in(play.cycle.id, KECAMATAN, by=play["kecamatan"])
    assert (medians["menit_sarkes"], medians["km_pertokoan"]) == ("23,5 menit", "7,25 kilometer")
    assert "jamban" not in medians
    assert found[1].sentence == "Akses ke sarana kesehatan: 600, sedangkan median 8 desa sekecamatan 23,50."


def test_the_form_says_what_each_person_may_do(play: Play) -> None:
    play.bring_to("diisi")
    assert play.page(by="operator").allowed.submit
    assert not play.page(by="pld").allowed.submit
    assert play.page(by="pld").allowed.answer
    play.act("ajukan")
    assert play.page(by="kecamatan").allowed.level == "kecamatan"
    assert play.page(by="kecamatan").allowed.give_back
    assert play.page(by="kabupaten").allowed.level == ""
    assert not play.page(by="auditor").allowed.remark
