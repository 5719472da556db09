"""The year of a district, from the first answer to the decree and its amendment."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pypdf import PdfReader
from whole_form import WHOLE

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core.refusal import Conflict, Invalid
from swadaya.methodology import method
from swadaya.methodology.composite import compute

from .conftest import DECREE, DESA, KECAMATAN, METHOD, OTHERS, YEAR, Play

RICHER = {**WHOLE, "bank_bpr": "3", "menit_sarkes": "95", "taman_baca": "tidak"}


def points_of(run_id: int, desa: str) -> tuple[list[int], int, int]:
    from swadaya.indeks.models import Result

    row = Result.objects.get(run_id=run_id, desa=desa)
    return list(row.points or []), row.k or 0, row.level


def expected(answers: dict[str, str]) -> tuple[list[int], int, int]:
    """By the methodology alone, from a plain reading of the answers."""
    from swadaya.methodology.rubric import score_answer

    idm = method(METHOD)
    scores = []
    for indicator in idm.indicators:
        assert indicator.quantity is not None
        given = [answers[column] for column in indicator.quantity.columns]
        if indicator.quantity.choices:
            scores.append(score_answer(indicator, given[0]))
        else:
            numbers = [round(float(text) * 1_000_000) for text in given]
            scores.append(score_answer(indicator, (numbers[0], numbers[1] if len(numbers) == 2 else 1_000_000)))
    result = compute(idm, np.array([scores], dtype=np.int8))
    return result.points[0].tolist(), int(result.k[0]), int(result.level[0])


def test_a_form_goes_from_empty_to_decided(play: Play) -> None:
    assert play.page().state == "kosong"
    saved = play.save()
    assert {outcome.status for outcome in saved.outcomes} == {"tersimpan"}
    assert (saved.state, saved.answered, saved.asked) == ("diisi", 53, 53)
    assert play.act("ajukan").state == "diajukan"
    assert play.act("kecamatan").state == "kecamatan"
    assert play.act("kabupaten").state == "kabupaten"
    assert play.act("provinsi").state == "provinsi"
    published = play.publish()
    page = play.page()
    assert page.state == "ditetapkan"
    assert [step.verb for step in page.steps] == [
        "isi",
        "ajukan",
        "periksa-kecamatan",
        "periksa-kabupaten",
        "periksa-provinsi",
        "tetapkan",
    ]
    assert (published.desa, published.amendment, published.changed) == (1, 0, 1)


def test_published_figures_equal_the_engine_on_the_same_answers(play: Play) -> None:
    play.bring_to("provinsi")
    play.bring_to("provinsi", desa=OTHERS[0], answers=RICHER)
    published = play.publish()
    assert points_of(published.run_id, DESA) == expected(dict(WHOLE))
    assert points_of(published.run_id, OTHERS[0]) == expected(RICHER)
    assert expected(RICHER) != expected(dict(WHOLE))
    page = play.page()
    assert (page.k, page.level) == expected(dict(WHOLE))[1:]


def test_an_index_known_by_scores_alone_is_asked_answered_and_published(start: Callable[..., Play], db: None) -> None:
    play = start(method="indeks-desa-2025", year=2025)
    asked = method("indeks-desa-2025").indicators
    answers = {item.code: str(item.scores[number % len(item.scores)]) for number, item in enumerate(asked)}
    play.bring_to("provinsi", answers=answers)
    published = play.publish()
    result = compute(method("indeks-desa-2025"), np.array([[int(answers[item.code]) for item in asked]], dtype=np.int8))
    assert points_of(published.run_id, DESA)[1] == int(result.k[0])


def test_a_decree_is_refused_for_all_its_reasons_at_once(play: Play) -> None:
    from swadaya.pendataan import services
    from swadaya.pendataan.values import Signer

    play.bring_to("kecamatan")
    decree = replace(DECREE, number=" ", signers=(Signer("A", "Dirjen"), Signer("", "Sekjen")))
    with pytest.raises(services.Invalid) as refusal:
        services.publish(play.cycle.id, decree=decree, overrides={}, by=play["penerbit"])
    codes = [problem.code for problem in refusal.value.problems]
    assert codes[:2] == ["terbit.nomor", "terbit.penandatangan"]
    assert {problem.where.key for problem in refusal.value.problems if problem.code == "terbit.belum-siap"} == {
        "kosong",
        "belum-diisi",
        "belum-selesai",
    }


def test_readiness_names_what_is_missing_returned_and_under_way(play: Play) -> None:
    from swadaya.pendataan import selectors

    play.bring_to("provinsi")
    play.bring_to("diajukan", desa=OTHERS[0])
    play.act("kembali", desa=OTHERS[0])
    play.bring_to("kecamatan", desa=OTHERS[1])
    report = selectors.readiness(play.cycle.id, by=play["penerbit"])
    found = {finding.code: finding for finding in report.findings}
    assert (report.final, report.total) == (1, len(OTHERS) + 1)
    assert found["dikembalikan"].desa == (OTHERS[0],)
    assert found["belum-selesai"].desa == (OTHERS[1],)
    assert found["belum-diisi"].count == len(OTHERS) - 2
    assert "desa belum diisi" in found["belum-diisi"].sentence


def test_readiness_tells_of_example_data_and_official_values_in_the_run(play: Play) -> None:
    from swadaya.indeks import services as indeks
    from swadaya.pendataan import readiness_inputs, selectors
    from swadaya.pendataan.models import Cycle

    play.bring_to("provinsi")
    play.bring_to("provinsi", desa=OTHERS[0])
    sheet, _ = readiness_inputs.final_sheet(Cycle.objects.get())
    assert sheet is not None
    for kind, place in (("resmi", 0), ("contoh", 1)):
        part = sheet.take(np.array([place]))
        indeks.import_sheet(part, kind=kind, source="uji", sha256="0" * 64)
    play.act("kembali", desa=OTHERS[0])
    found = {item.code: item for item in selectors.readiness(play.cycle.id, by=play["penerbit"]).findings}
    assert found["resmi-diganti"].desa == (DESA,)
    assert found["contoh"].desa == (OTHERS[0],)


def test_a_reason_overrides_only_what_may_be_overridden(play: Play) -> None:
    from swadaya.pendataan import services

    with pytest.raises(services.Invalid) as refusal:
        play.publish(overrides={"kosong": "biar", "belum-diisi": "disetujui"})
    assert [problem.where.key for problem in refusal.value.problems] == ["kosong"]
    play.bring_to("provinsi")
    with pytest.raises(services.Invalid) as refusal:
        play.publish(overrides={"belum-diisi": "disetujui", "contoh": "tidak ada"})
    assert [problem.code for problem in refusal.value.problems] == ["terbit.alasan"]


def test_the_annex_and_the_minutes_say_what_was_decided(play: Play) -> None:
    from swadaya.pendataan import selectors

    play.save()
    play.act("ajukan")
    play.act("kembali", reason="Jumlah bidan belum benar.")
    for step in ("ajukan", "kecamatan", "kabupaten", "provinsi"):
        play.act(step)
    published = play.publish()
    page = selectors.publication(published.id)
    assert [(item.kind, item.level, item.region) for item in page.documents] == [
        ("lampiran", "rekap", KECAMATAN),
        ("berita-acara", "rekap", KECAMATAN),
        ("berita-acara", "provinsi", KECAMATAN[:2]),
        ("berita-acara", "kabupaten", KECAMATAN[:4]),
        ("berita-acara", "kecamatan", KECAMATAN),
    ]

    def text(place: int) -> str:
        content = selectors.document(page.documents[place].id).content
        return " ".join(" ".join(part.extract_text() for part in PdfReader(io.BytesIO(content)).pages).split())

    annex, minutes = text(0), text(4)
    for words in (DECREE.number, "Nama Satu", "Nama Dua", "Direktur Jenderal", "33.04.09.2001"):
        assert words in annex
    assert "Jumlah bidan belum benar." in minutes
    assert "Orang kecamatan" in minutes
    assert "Jumlah bidan belum benar." in text(1)
    assert page.overrides == (("belum-diisi", "disetujui rapat"),)
    own = selectors.village_minutes(play.cycle.id, DESA, by=play["operator"]).content
    assert "Orang operator" in PdfReader(io.BytesIO(own)).pages[0].extract_text()
    with pytest.raises(OutOfSight):
        selectors.village_minutes(play.cycle.id, OTHERS[0], by=play["operator"])


def test_an_amendment_lists_what_it_changes_and_leaves_the_decree_alone(play: Play) -> None:
    from swadaya.indeks.models import Run
    from swadaya.pendataan import selectors, services

    play.bring_to("provinsi")
    play.bring_to("provinsi", desa=OTHERS[0])
    first = play.publish()
    play.act("buka")
    assert (play.page().state, play.page().round) == ("diisi", 2)
    play.save({"bank_bpr": "3"})
    for step in ("ajukan", "kecamatan", "kabupaten", "provinsi"):
        play.act(step)
    second = services.amend(
        play.cycle.id,
        decree=replace(DECREE, number="2/KPTS/2024"),
        overrides=play.reasons_to_go_on(),
        by=play["penerbit"],
    )
    assert (second.amendment, second.amends, second.desa) == (1, first.id, 1)
    [change] = selectors.publication(second.id).changes
    assert (change.desa, change.before_k) == (DESA, points_of(first.run_id, DESA)[1])
    assert change.after_k == expected({**WHOLE, "bank_bpr": "3"})[1] > change.before_k
    assert points_of(first.run_id, DESA) == expected(dict(WHOLE))
    assert points_of(second.run_id, OTHERS[0]) == expected(dict(WHOLE))
    assert set(Run.objects.values_list("status", flat=True)) == {"terbit"}
    assert [item.id for item in selectors.publication(first.id).amendments] == [second.id]


def test_there_is_one_decree_and_then_only_amendments(play: Play) -> None:
    from swadaya.pendataan import services

    play.bring_to("provinsi")
    with pytest.raises(services.Invalid) as refusal:
        services.amend(play.cycle.id, decree=DECREE, overrides=play.reasons_to_go_on(), by=play["penerbit"])
    assert refusal.value.problem.code == "terbit.belum-ada"
    play.publish()
    play.bring_to("provinsi", desa=OTHERS[0])
    with pytest.raises(services.Invalid) as refusal:
        play.publish()
    assert refusal.value.problem.code == "terbit.sudah"


def test_a_decree_sent_twice_is_published_once(play: Play) -> None:
    from swadaya.indeks.models import Run
    from swadaya.pendataan import services

    play.bring_to("provinsi")
    reasons, key = play.reasons_to_go_on(), str(services.new_key())
    first = play.publish(overrides=reasons, key=key)
    assert play.publish(overrides=reasons, key=key) == first
    assert Run.objects.count() == 1
    with pytest.raises(Conflict) as refusal:
        play.publish(decree=replace(DECREE, number="9/2024"), overrides=reasons, key=key)
    assert refusal.value.problem.code == "kunci.lain-isi"


def test_a_cycle_is_opened_once_for_a_region_and_year(start: Callable[..., Play], play: Play) -> None:
    from swadaya.accounts.rules.access import system
    from swadaya.pendataan import services

    for region in ("", "33", KECAMATAN, DESA):
        with pytest.raises(Invalid) as refusal:
            services.open_cycle(METHOD, year=YEAR, region=region, by=system("uji"))
        assert refusal.value.problem.code == "siklus.bertumpuk"
    other = services.open_cycle(METHOD, year=YEAR, region="110102", by=system("uji"))
    assert str(other.phases[0].opens_on) == f"{YEAR}-04-01"
    with pytest.raises(Invalid) as refusal:
        services.open_cycle(METHOD, year=2025, region="110102", by=system("uji"))
    assert refusal.value.problem.code == "siklus.di-luar-tahun"
