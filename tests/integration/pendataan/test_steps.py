"""Who may take which step, when, and what happens to everybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight
from swadaya.core import clock
from swadaya.core.refusal import Conflict, Invalid
from swadaya.pendataan.rules.states import TRANSITIONS

from .conftest import DESA, GRANTS, OTHERS, Play

HOLDERS = {
    "isian.ajukan": {"operator"},
    "isian.periksa-kecamatan": {"kecamatan"},
    "isian.periksa-kabupaten": {"kabupaten"},
    "isian.periksa-provinsi": {"provinsi"},
    "siklus.terbit": {"penerbit"},
}
BLIND = {"warga", "administrator", "kecamatan-lain"}
STEPS = [item for item in TRANSITIONS if item.verb not in ("isi", "tetapkan", "buka")]


@pytest.mark.parametrize("step", STEPS, ids=lambda item: f"{item.verb} dari {item.source}")
def test_a_step_is_taken_by_its_role_and_by_nobody_else(play: Play, step: object) -> None:
    verb = step.verb.removeprefix("periksa-")  # type: ignore[attr-defined]
    holders = HOLDERS[step.right]  # type: ignore[attr-defined]
    play.bring_to(step.source)  # type: ignore[attr-defined]
    version = play.page().version
    for name in GRANTS.keys() - holders:
        with pytest.raises(OutOfSight if name in BLIND else NotAllowed):
            play.act(verb, by=name, version=version)
    assert (play.page().state, play.page().version) == (step.source, version)  # type: ignore[attr-defined]
    assert play.act(verb, by=next(iter(holders))).state == step.target  # type: ignore[attr-defined]


@pytest.mark.parametrize("verb", ["ajukan", "kecamatan", "kabupaten", "provinsi", "kembali", "buka"])
def test_a_step_that_does_not_lead_out_of_a_state_is_refused(play: Play, verb: str) -> None:
    allowed = {(item.verb.removeprefix("periksa-"), item.source) for item in TRANSITIONS}
    usual = {"ajukan": "operator", "kembali": "kecamatan", "buka": "penerbit"}.get(verb, verb)
    for desa, state in zip(OTHERS, ("kosong", "diisi", "diajukan", "kecamatan", "kabupaten", "provinsi"), strict=False):
        play.bring_to(state, desa=desa)
        if (verb, state) not in allowed:
            with pytest.raises(Invalid) as refusal:
                play.act(verb, desa=desa, by=usual)
            assert refusal.value.problem.code == "isian.langkah"
            assert play.page(desa).state == state


def test_only_the_publisher_reopens_what_is_decided(play: Play) -> None:
    play.bring_to("provinsi")
    play.publish()
    for name in GRANTS.keys() - {"penerbit"}:
        with pytest.raises(OutOfSight if name in BLIND else NotAllowed):
            play.act("buka", by=name)
    moved = play.act("buka")
    assert (moved.state, moved.round) == ("diisi", 2)


def also(play: Play, name: str, role: str, region: str) -> None:
    """Give a person a second role."""
    play.people[name] = replace(play[name], held=(*play[name].held, Held(role, region)))


def test_who_answered_does_not_verify(play: Play) -> None:
    also(play, "operator", "pemeriksa-kecamatan", DESA[:6])
    play.bring_to("diajukan")
    with pytest.raises(Invalid) as refusal:
        play.act("kecamatan", by="operator")
    assert refusal.value.problem.code == "isian.mata-kedua"
    with pytest.raises(Invalid) as refusal:
        play.act("kembali", by="operator")
    assert refusal.value.problem.code == "isian.mata-kedua"


def test_who_verified_does_not_verify_again_at_another_level(play: Play) -> None:
    also(play, "kecamatan", "pemeriksa-kabupaten", DESA[:4])
    play.bring_to("kecamatan")
    with pytest.raises(Invalid) as refusal:
        play.act("kabupaten", by="kecamatan")
    assert refusal.value.problem.code == "isian.mata-kedua"
    assert play.page(by="kecamatan").allowed.level == ""
    assert [item.code for item in play.page(by="kecamatan").allowed.why_not] == ["isian.mata-kedua"] * 1


def test_who_returned_a_form_does_not_answer_it(play: Play) -> None:
    also(play, "kecamatan", "operator-desa", DESA)
    play.bring_to("diajukan")
    play.act("kembali")
    saved = play.save({"bidan": "1"}, by="kecamatan")
    assert [item.status for item in saved.outcomes] == ["ditolak"]
    assert saved.outcomes[0].problems[0].code == "isian.mata-kedua"


def test_who_verified_does_not_publish(play: Play) -> None:
    from swadaya.pendataan import services

    also(play, "penerbit", "pemeriksa-provinsi", DESA[:2])
    play.bring_to("kabupaten")
    play.act("provinsi", by="penerbit")
    with pytest.raises(services.Invalid) as refusal:
        play.publish()
    assert refusal.value.problem.where.key == "mata-kedua"


def test_a_command_does_not_verify(play: Play) -> None:
    from swadaya.accounts.rules.access import system

    play.bring_to("diajukan")
    play.people["perintah"] = system("perintah")
    with pytest.raises(Invalid) as refusal:
        play.act("kecamatan", by="perintah")
    assert refusal.value.problem.code == "isian.tanpa-orang"


def test_a_return_needs_a_reason_and_opens_the_form_again(play: Play) -> None:
    play.bring_to("kabupaten")
    with pytest.raises(Invalid) as refusal:
        play.act("kembali", reason="  ")
    assert refusal.value.problem.code == "isian.tanpa-alasan"
    assert play.act("kembali", reason="Jarak SMA tertukar.").state == "diisi"
    last = play.page().steps[-1]
    assert (last.label, last.reason, last.person) == ("dikembalikan provinsi", "Jarak SMA tertukar.", "Orang provinsi")
    for step in ("ajukan", "kecamatan", "kabupaten", "provinsi"):
        play.act(step)
    assert play.page().state == "provinsi"


def test_who_comes_late_is_told_who_did_what(play: Play) -> None:
    play.bring_to("diajukan")
    version = play.page().version
    play.act("kembali", reason="Bidan.")
    with pytest.raises(Conflict) as refusal:
        play.act("kecamatan", version=version)
    assert refusal.value.problem.code == "isian.sudah-berubah"
    told = str(refusal.value)
    assert "dikembalikan kecamatan oleh Orang kecamatan" in told
    assert "Bidan." in told
    assert "WIB" in told


def test_a_submission_sent_twice_changes_nothing_the_second_time(play: Play) -> None:
    from swadaya.pendataan import services

    play.bring_to("diisi")
    key, version = str(services.new_key()), play.page().version
    first = play.act("ajukan", key=key, version=version)
    assert play.act("ajukan", key=key, version=version) == first
    assert len(play.page().steps) == 2
    with pytest.raises(Conflict) as refusal:
        play.act("ajukan", version=version)
    assert refusal.value.problem.code == "isian.sudah-berubah"
    with pytest.raises(Conflict) as refusal:
        play.act("kecamatan", key=key)
    assert refusal.value.problem.code == "kunci.lain-isi"


def test_a_form_with_gaps_or_open_questions_is_not_submitted(play: Play) -> None:
    from swadaya.pendataan import services

    play.save({"peserta_bpjs": "1600", "penduduk": "1500", "posyandu_aktif": "5", "posyandu": "4"})
    with pytest.raises(services.Invalid) as refusal:
        play.act("ajukan")
    codes = [problem.code for problem in refusal.value.problems]
    assert codes.count("jawaban.kosong") == 49
    assert {"jawaban.di-luar", "jawaban.berlawanan"} <= set(codes)


def test_many_are_verified_and_each_village_is_answered_for(play: Play) -> None:
    from swadaya.pendataan import services

    play.bring_to("diajukan")
    play.bring_to("diajukan", desa=OTHERS[0])
    play.bring_to("diisi", desa=OTHERS[1])
    stale = play.page(OTHERS[0]).version - 1
    versions = {DESA: play.page().version, OTHERS[0]: stale, OTHERS[1]: play.page(OTHERS[1]).version, "1101022001": 1}
    tried = services.verify_many(play.cycle.id, level="kecamatan", versions=versions, by=play["kecamatan"])
    told = {item.desa: item.problem.code if item.problem else item.moved.state for item in tried}  # type: ignore[union-attr]
    assert told == {
        DESA: "kecamatan",
        OTHERS[0]: "isian.sudah-berubah",
        OTHERS[1]: "isian.langkah",
        "1101022001": "isian.tidak-ada",
    }
    assert play.page(OTHERS[0]).state == "diajukan"


def test_the_calendar_closes_a_stage_and_says_who_can_extend_it(play: Play) -> None:
    from swadaya.pendataan import services

    play.bring_to("diajukan")
    yesterday = clock.today() - timedelta(days=1)
    services.change_calendar(
        play.cycle.id,
        phase="kecamatan",
        opens_on=clock.today() - timedelta(days=5),
        closes_on=yesterday,
        reason="uji",
        by=play["nasional"],
    )
    with pytest.raises(Invalid) as refusal:
        play.act("kecamatan")
    assert refusal.value.problem.code == "kalender.sudah-ditutup"
    assert "Pemeriksa nasional" in str(refusal.value)
    with pytest.raises(NotAllowed):
        services.change_calendar(
            play.cycle.id,
            phase="isi",
            opens_on=clock.today(),
            closes_on=clock.today(),
            reason="x",
            by=play["kecamatan"],
        )


def test_a_returned_form_can_be_mended_after_the_filling_stage_has_closed(play: Play) -> None:
    from swadaya.pendataan import services

    play.bring_to("diajukan")
    play.bring_to("diisi", desa=OTHERS[0])
    yesterday = clock.today() - timedelta(days=1)
    services.change_calendar(
        play.cycle.id,
        phase="isi",
        opens_on=clock.today() - timedelta(days=5),
        closes_on=yesterday,
        reason="uji",
        by=play["nasional"],
    )
    assert play.save({"bidan": "9"}, desa=OTHERS[0]).outcomes[0].status == "ditolak"
    play.act("kembali")
    assert play.save({"bidan": "9"}).outcomes[0].status == "tersimpan"
    assert play.act("ajukan").state == "diajukan"


def test_every_act_is_in_the_history_of_its_form(play: Play) -> None:
    from swadaya.accounts.models import Event

    play.bring_to("kecamatan")
    events = list(Event.objects.filter(kind="isian", key=str(play.page().form_id)).order_by("id"))
    assert [event.action for event in events] == ["isian.isi", "isian.ajukan", "isian.periksa-kecamatan"]
    assert (events[2].role, events[2].region, events[2].after) == (
        "pemeriksa-kecamatan",
        DESA,
        {"keadaan": "kecamatan"},
    )


def test_remarks_are_noted_by_verifiers_and_settled_by_the_village(play: Play) -> None:
    from swadaya.pendataan import services

    play.bring_to("diajukan")
    with pytest.raises(NotAllowed):
        services.remark(play.cycle.id, desa=DESA, column="bidan", text="x", by=play["operator"])
    made = services.remark(play.cycle.id, desa=DESA, column="bidan", text="Dua atau tiga?", by=play["kecamatan"])
    assert (made.level, play.page().remarks[0].text) == ("kecamatan", "Dua atau tiga?")
    with pytest.raises(OutOfSight):
        services.resolve_remark(made.id, by=play["kecamatan-lain"])
    with pytest.raises(NotAllowed):
        services.resolve_remark(made.id, by=play["provinsi"])
    assert services.resolve_remark(made.id, by=play["operator"]).resolved_by == "Orang operator"
    assert play.page().remarks[0].resolved_at is not None


def test_two_people_of_one_level_may_share_the_work(start: Callable[..., Play], play: Play) -> None:
    play.people["pld-juga-operator"] = play["pld"]
    play.save({"bidan": "2"}, by="pld")
    play.save()
    assert play.act("ajukan").state == "diajukan"
