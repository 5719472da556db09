"""Jobs compute and publish in the background; the example nation is marked as one from its batch to its page."""

from __future__ import annotations

import pytest
from procrastinate import testing

from swadaya.indeks import examples, selectors, services
from swadaya.indeks.models import Batch, Run, ScoreSheet
from swadaya.indeks.rules.simulation import Simulated
from swadaya.indeks.tasks import compute_run

METHOD = "idm-operasional-2020"


@pytest.mark.django_db
def test_the_job_computes_and_publishes_when_asked(regions, take_in):
    take_in()
    draft = compute_run(method_id=METHOD, year=2021, note="malam")
    assert Run.objects.get(pk=draft).status == "draf"
    assert Run.objects.get(pk=draft).note == "malam"
    published = compute_run(method_id=METHOD, year=2021, publish=True)
    assert [item.id for item in selectors.published_runs()] == [published]


@pytest.mark.django_db(transaction=True)
def test_a_deferred_job_waits_in_the_queue_with_its_arguments_and_a_worker_does_it(load_few_regions, take_in):
    from procrastinate.contrib.django import app

    load_few_regions()
    take_in()
    memory = testing.InMemoryConnector()
    with app.replace_connector(memory) as queue:
        compute_run.defer(method_id=METHOD, year=2021, note="nanti", publish=True)
        [job] = memory.jobs.values()
        assert job["args"] == {"method_id": METHOD, "year": 2021, "note": "nanti", "publish": True}
        assert job["queue_name"] == "indeks"
        assert Run.objects.count() == 0
        assert queue.tasks[job["task_name"]](**job["args"]) == Run.objects.get().pk
    assert Run.objects.get().status == "terbit"


@pytest.fixture
def small_nation(idm, few_codes, make_sheet):
    sheet = make_sheet(year=2024, seed=24)
    return Simulated(idm, 2024, 1, sheet.codes, sheet.scores, "Data contoh untuk uji.")


@pytest.mark.django_db
def test_an_example_year_is_published_and_marked_as_an_example(regions, small_nation, idm):
    run_id = examples.load_example_year(idm, small_nation, 2024)
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.example, run.note) == ("terbit", True, "Data contoh untuk uji.")
    [batch] = Batch.objects.all()
    assert (batch.kind, batch.source) == ("contoh", examples.SOURCE)
    assert set(ScoreSheet.objects.values_list("remark", flat=True)) == {"data contoh"}
    page = selectors.village_page("1101022001")
    assert (page.run.example, page.provenance.kind, page.provenance.remark) == (True, "contoh", "data contoh")
    assert services.verify_run(run_id) == []


@pytest.mark.django_db
def test_the_example_nation_has_every_year_and_tells_its_progress(regions, small_nation, monkeypatch):
    from dataclasses import replace

    monkeypatch.setattr(examples, "simulate", lambda method, year, seed: replace(small_nation, year=year))
    told = []
    examples.load_example_nation(lambda what, done, whole: told.append((what, done, whole)))
    assert [run.year for run in selectors.published_runs()] == sorted(examples.YEARS, reverse=True)
    assert all(run.example for run in selectors.published_runs())
    assert told[-1][1:] == (len(examples.YEARS), len(examples.YEARS))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
