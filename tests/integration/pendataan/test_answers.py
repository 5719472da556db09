"""Answers as phones send them: once, late, twice, out of order, against each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from whole_form import WHOLE

from swadaya.accounts.rules.access import NotAllowed, OutOfSight
from swadaya.core import clock
from swadaya.core.keys import new_key
from swadaya.core.refusal import Invalid
from swadaya.pendataan.values import Outcome, Said

from .conftest import DESA, OTHERS, YEAR, Play


def key(minutes: int = 0) -> str:
    return str(new_key(clock.now() + timedelta(minutes=minutes)))


def send(play: Play, *said: Said, by: str = "operator") -> list[Outcome]:
    from swadaya.pendataan import services

    return list(services.save_answers(play.cycle.id, desa=DESA, answers=said, by=play[by]).outcomes)


def test_an_answer_is_kept_as_it_is_meant_and_shown_with_its_unit(play: Play) -> None:
    [outcome] = send(play, Said(key(), "km_pertokoan", " 7,25 "))
    assert outcome.current is not None
    assert (outcome.current.value, outcome.current.shown) == ("7.25", "7,25 kilometer")


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("bidan", "dua", "jawaban.bukan-angka"),
        ("penduduk", "1.5", "jawaban.bukan-angka"),
        ("penduduk", "-5", "jawaban.di-luar"),
        ("jenis_agama", "0", "jawaban.di-luar"),
        ("jamban", "sungai", "jawaban.pilihan"),
        ("tidak_ada", "1", "jawaban.kolom"),
    ],
)
def test_what_is_no_answer_is_refused_and_not_kept(play: Play, column: str, typed: str, code: str) -> None:
    [outcome] = send(play, Said(key(), column, typed))
    assert (outcome.status, outcome.problems[0].code) == ("ditolak", code)
    assert play.page().answers == {}
    assert play.page().state == "kosong"


def test_the_score_and_the_rule_that_gives_it_come_back_with_the_answer(play: Play) -> None:
    from swadaya.pendataan import services

    saved = services.save_answers(
        play.cycle.id, desa=DESA, answers=[Said(key(), "menit_sarkes", "45")], by=play["operator"]
    )
    [judged] = saved.scores
    assert (judged.code, judged.score, judged.rule) == ("s01", 4, "31 sampai 60 menit")


def test_a_part_larger_than_its_whole_is_kept_but_must_be_mended(play: Play) -> None:
    outcomes = send(play, Said(key(), "posyandu_aktif", "5"), Said(key(), "posyandu", "4"))
    assert {item.status for item in outcomes} == {"perlu-diperbaiki"}
    assert play.page().answers["posyandu_aktif"].value == "5"
    assert send(play, Said(key(1), "posyandu", "6"))[0].status == "tersimpan"


def test_a_contradiction_wants_a_reason_and_is_content_with_it(play: Play) -> None:
    send(play, Said(key(), "penduduk", "1500"))
    [doubtful] = send(play, Said(key(), "peserta_bpjs", "1600"))
    assert (doubtful.status, doubtful.problems[0].where.key) == ("perlu-alasan", "bpjs-penduduk")
    [settled] = send(play, Said(key(1), "peserta_bpjs", "1600", reason="100 warga terdaftar di desa tetangga"))
    assert settled.status == "tersimpan"


def test_the_same_key_with_the_same_content_is_taken_once(play: Play) -> None:
    from swadaya.pendataan.models import Answer

    said = Said(key(), "bidan", "2")
    assert send(play, said)[0].status == send(play, said)[0].status == "tersimpan"
    assert Answer.objects.count() == 1
    [other] = send(play, Said(said.key, "bidan", "3"))
    assert (other.status, other.problems[0].code) == ("ditolak", "kunci.lain-isi")
    assert send(play, Said("bukan-kunci", "bidan", "3"))[0].problems[0].code == "kunci.bentuk"


def test_a_key_sent_again_after_submission_is_still_answered(play: Play) -> None:
    said = Said(key(), "bidan", "2")
    send(play, said)
    play.save()
    play.act("ajukan")
    assert send(play, said)[0].status == "disusul"
    [late] = send(play, Said(key(5), "bidan", "4"))
    assert (late.status, late.problems[0].code) == ("ditolak", "isian.tertutup")


def test_an_answer_over_one_not_seen_is_a_conflict_and_shows_it(play: Play) -> None:
    first = Said(key(), "bidan", "2")
    send(play, first)
    [conflict] = send(play, Said(key(1), "bidan", "3"), by="pld")
    assert conflict.status == "bentrok"
    assert conflict.other is not None
    assert (conflict.other.value, conflict.other.person) == ("2", "Orang operator")
    assert send(play, Said(key(2), "bidan", "2"), by="pld")[0].status == "sama"
    assert send(play, Said(key(3), "bidan", "3", base=first.key), by="pld")[0].status == "tersimpan"
    assert play.page().answers["bidan"].person == "Orang pld"


def test_an_older_answer_of_the_same_person_does_not_undo_a_newer_one(play: Play) -> None:
    early, late = Said(key(), "bidan", "2"), Said(key(5), "bidan", "3")
    assert [item.status for item in send(play, late)] == ["tersimpan"]
    assert [item.status for item in send(play, early)] == ["disusul"]
    assert play.page().answers["bidan"].value == "3"


def test_an_answer_can_be_taken_back(play: Play) -> None:
    send(play, Said(key(), "bidan", "2"))
    send(play, Said(key(1), "bidan", ""))
    assert "bidan" not in play.page().answers


def test_last_years_answers_are_offered_and_taken_over_only_when_asked(play: Play) -> None:
    from swadaya.pendataan import selectors, services

    play.bring_to("diisi")
    later = begin_next_year(play)
    page = selectors.form(later.cycle.id, DESA, by=later["operator"])
    offers = {offer.column: offer for offer in page.offers if offer.source == "tahun-lalu"}
    assert offers["km_pertokoan"].shown == "7,25 kilometer"
    assert page.answers == {}
    read = selectors.last_year(later.cycle.id, DESA, by=later["kecamatan"])
    assert (read["km_pertokoan"], read["jamban"]) == ("7,25 kilometer", "Jamban sendiri")
    saved = services.accept_offer(
        later.cycle.id, desa=DESA, columns={"bidan": key()}, source="tahun-lalu", by=later["operator"]
    )
    assert saved.outcomes[0].current is not None
    assert (saved.outcomes[0].current.value, saved.outcomes[0].current.source) == ("2", "tahun-lalu")
    with pytest.raises(Invalid):
        services.accept_offer(
            later.cycle.id, desa=DESA, columns={"x": key()}, source="tahun-lalu", by=later["operator"]
        )


def test_a_large_change_against_last_year_wants_a_reason(play: Play) -> None:
    play.bring_to("diisi")
    later = begin_next_year(play)
    [outcome] = send(later, Said(key(), "penduduk", "15000"))
    assert (outcome.status, outcome.problems[0].code) == ("perlu-alasan", "jawaban.berubah")
    assert "1.500" in outcome.problems[0].got
    assert send(later, Said(key(), "bidan", "4"))[0].status == "tersimpan"


def begin_next_year(play: Play) -> Play:
    from swadaya.accounts.rules.access import system
    from swadaya.pendataan import services

    from .conftest import KECAMATAN, METHOD, open_phases

    cycle = services.open_cycle(
        METHOD, year=YEAR + 1, region=KECAMATAN, by=system("uji"), phases=open_phases(), note="uji tahun berikutnya"
    )
    return Play(cycle, play.people)


def test_regions_tell_facts_and_no_invented_answers(play: Play) -> None:
    offers = [offer for offer in play.page().offers if offer.source == "bukti:wilayah"]
    assert offers
    assert all(offer.column == "" for offer in offers)
    assert "33.04.09.2001" in {offer.value for offer in offers}


def test_another_room_can_offer_an_answer_as_evidence(play: Play) -> None:
    from swadaya.pendataan import evidence, services

    class Health:
        code = "puskesmas"

        def offers(self, desa: str, year: int) -> list[evidence.Offered]:
            return [
                evidence.Offered("bidan", "3", "Data bidan", "Dinas Kesehatan"),
                evidence.Offered("paud", "x", "", ""),
            ]

    with evidence.providers.temporarily({"puskesmas": Health()}):
        offered = [offer for offer in play.page().offers if offer.source == "bukti:puskesmas"]
        services.accept_offer(
            play.cycle.id, desa=DESA, columns={"bidan": key()}, source="bukti:puskesmas", by=play["operator"]
        )
    assert [(offer.column, offer.value) for offer in offered] == [("bidan", "3")]
    assert play.page().answers["bidan"].source == "bukti:puskesmas"


def test_who_may_not_answer_is_told_or_sees_nothing(play: Play) -> None:
    for name in ("kecamatan", "auditor", "penerbit"):
        with pytest.raises(NotAllowed):
            play.save({"bidan": "1"}, by=name)
    for name in ("warga", "kecamatan-lain"):
        with pytest.raises(OutOfSight):
            play.save({"bidan": "1"}, by=name)
    with pytest.raises(OutOfSight):
        play.save({"bidan": "1"}, desa="1101022001")


def test_the_next_village_has_its_own_form(play: Play) -> None:
    play.save({"bidan": "2"})
    play.save(WHOLE, desa=OTHERS[0])
    assert (play.page().answered, play.page(OTHERS[0]).answered) == (1, 53)
