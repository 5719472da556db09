"""Taking files in: all of it or nothing, never an empty value over an official one, nothing ever lost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import connection

from swadaya.core.refusal import Invalid
from swadaya.indeks import selectors, services
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.models import Batch, ScoreSheet
from swadaya.wilayah import selectors as wilayah

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
METHOD = "idm-operasional-2020"


def current(year=2021):
    return {
        sheet.desa: sheet
        for sheet in ScoreSheet.objects.filter(method=METHOD, year=year, superseded_by=None).select_related("batch")
    }


def stored_scores(sheet):
    return np.frombuffer(bytes(sheet.scores), dtype=np.int8).tolist()


def test_what_is_stored_is_what_the_file_says(take_in, make_sheet, few_codes):
    sheet = make_sheet()
    report = take_in(sheet, kind="resmi", retrieved_on=date(2024, 7, 3))
    assert (report.rows, report.added, report.superseded, report.unchanged, report.kept) == (
        len(few_codes),
        len(few_codes),
        0,
        0,
        0,
    )
    stored = current()
    assert set(stored) == set(few_codes)
    for place, code in enumerate(few_codes):
        assert stored_scores(stored[code]) == sheet.scores[place].tolist()
        assert (stored[code].remark, stored[code].said_index, stored[code].said_components) == ("", None, None)
    batch = Batch.objects.get(pk=report.batch_id)
    assert (batch.kind, batch.retrieved_on, batch.rows, batch.format) == (
        "resmi",
        date(2024, 7, 3),
        len(few_codes),
        "scores",
    )


def test_the_same_file_again_changes_no_sheet(take_in, make_sheet):
    sheet = make_sheet()
    take_in(sheet)
    before = {code: item.pk for code, item in current().items()}
    report = take_in(make_sheet())
    assert (report.added, report.superseded, report.unchanged) == (0, 0, len(sheet))
    assert {code: item.pk for code, item in current().items()} == before
    assert ScoreSheet.objects.count() == len(sheet)


def test_a_changed_row_supersedes_the_old_one_which_stays_with_its_batch(take_in, make_sheet, few_codes, idm):
    first = take_in(make_sheet())
    changed = make_sheet()
    place = 7
    changed.scores[place, 0] = next(score for score in idm.indicators[0].scores if score != changed.scores[place, 0])
    second = take_in(changed)
    assert (second.added, second.superseded, second.unchanged) == (0, 1, len(few_codes) - 1)
    versions = ScoreSheet.objects.filter(desa=few_codes[place]).order_by("id")
    assert [(item.batch_id, item.superseded_by_id) for item in versions] == [
        (first.batch_id, second.batch_id),
        (second.batch_id, None),
    ]
    assert stored_scores(versions[1]) == changed.scores[place].tolist()
    assert stored_scores(versions[0]) != stored_scores(versions[1])


def test_a_file_with_one_error_stores_nothing_at_all(take_in, make_sheet, few_codes):
    sheet = make_sheet(s01=["9"] + ["5"] * (len(few_codes) - 1))
    with pytest.raises(Invalid, match="Tidak ada yang disimpan") as refusal:
        take_in(sheet)
    assert refusal.value.problem.code == "impor.ditolak"
    assert (Batch.objects.count(), ScoreSheet.objects.count()) == (0, 0)


def test_a_partial_import_stores_the_good_rows_and_only_these(take_in, make_sheet, few_codes):
    wrong = ["9", "lima", "-3"]
    sheet = make_sheet(s01=[*wrong, *["5"] * (len(few_codes) - 3)])
    report = take_in(sheet, partial=True)
    assert (report.rows, report.added) == (len(few_codes) - 3, len(few_codes) - 3)
    assert set(current()) == set(few_codes[3:])
    assert Batch.objects.get(pk=report.batch_id).report == {"skor.tidak-ada": 1, "skor.bukan-angka": 2}


def test_a_partial_import_without_a_good_row_is_refused(take_in, make_sheet, few_codes):
    with pytest.raises(Invalid, match="semua baris salah"):
        take_in(make_sheet(s01=["9"] * len(few_codes)), partial=True)
    assert Batch.objects.count() == 0


def test_an_import_that_fails_on_its_way_leaves_nothing(take_in, make_sheet, monkeypatch):
    from swadaya.indeks import score_sheets

    def broken(*_):
        raise RuntimeError("putus")

    monkeypatch.setattr(score_sheets, "_stage_frame", broken)
    with pytest.raises(RuntimeError, match="putus"):
        take_in(make_sheet())
    assert (Batch.objects.count(), ScoreSheet.objects.count()) == (0, 0)


@pytest.mark.parametrize("empty", ["all", "one"])
@pytest.mark.parametrize("kind", ["resmi", "sendiri"])
def test_a_row_without_an_index_never_replaces_an_official_one(take_in, make_sheet, few_codes, empty, kind):
    take_in(make_sheet(), kind="resmi")
    before = stored_scores(current()[few_codes[0]])
    later = make_sheet(seed=2)
    if empty == "all":
        later.scores[0, :] = -1
    else:
        later.scores[0, 17] = -1
    report = take_in(later, kind=kind)
    assert (report.kept, report.superseded) == (1, len(few_codes) - 1)
    assert stored_scores(current()[few_codes[0]]) == before
    [kept] = [problem for problem in later.problems if problem.code == "impor.kosong"]
    assert (kept.where.desa, kept.where.year, kept.severity) == (few_codes[0], 2021, "peringatan")


def test_a_row_without_an_index_may_replace_ones_own_or_another_without(take_in, make_sheet, few_codes):
    first = make_sheet()
    first.scores[1, 3] = -1
    take_in(first, kind="resmi")
    second = make_sheet(seed=2)
    second.scores[1, 4] = -1
    assert take_in(second, kind="resmi").kept == 0
    assert current()[few_codes[1]].superseded_by_id is None
    assert stored_scores(current()[few_codes[1]])[4] == -1


def test_example_data_never_replace_real_ones_but_real_ones_replace_examples(take_in, make_sheet, few_codes):
    take_in(make_sheet(seed=1), kind="contoh")
    assert take_in(make_sheet(seed=2), kind="sendiri").superseded == len(few_codes)
    report = take_in(make_sheet(seed=3), kind="contoh")
    assert (report.superseded, report.kept) == (0, len(few_codes))
    assert {item.batch.kind for item in current().values()} == {"sendiri"}


def test_years_and_methods_do_not_replace_each_other(take_in, make_sheet, few_codes):
    take_in(make_sheet(year=2021))
    report = take_in(make_sheet(year=2022))
    assert (report.added, report.superseded) == (len(few_codes), 0)
    assert len(current(2021)) == len(current(2022)) == len(few_codes)


def test_published_figures_are_stored_as_they_were_printed(take_in, idm, save):
    head = "kode_desa,nama_desa,tahun,iks,ike,ikl,idm,status,keterangan"
    rows = [
        '1101022001,FAJAR,2024,0.88,0.6333,0.9333,0.8155,MAJU,"Update 2023, kata ""dinas"""',
        "1101022002,PULO,2024,,,,,,",
    ]
    sheet = read_sheet(save("terbitan.csv", "\n".join([head, *rows])), idm)
    take_in(sheet, kind="resmi")
    stored = current(2024)
    first, second = stored["1101022001"], stored["1101022002"]
    assert (first.places, first.said_components, first.said_index, first.said_level) == (4, [8800, 6333, 9333], 8155, 4)
    assert first.remark == 'Update 2023, kata "dinas"'
    assert (second.said_components, second.said_index, second.said_level, second.remark) == ([None] * 3, None, 0, "")
    assert first.scores is None


def test_an_unknown_code_becomes_a_historical_region_of_the_years_that_name_it(
    take_in, make_sheet, few_codes, score_table, save, idm
):
    codes = ("1101022999", "9904012001")
    table = score_table(codes=codes, year=2021, nama_desa=["Lama", "Jauh"]).vstack(
        score_table(codes=codes[:1], year=2022, nama_desa=["Lama"])
    )
    report = take_in(read_sheet(save("lama.csv", table), idm))
    assert report.historical >= 2
    old, far = wilayah.get("1101022999"), wilayah.get("9904012001")
    assert (old.status, old.name, old.first_seen, old.last_seen) == ("historis", "Lama", 2021, 2022)
    assert (far.status, far.first_seen, far.last_seen) == ("historis", 2021, 2021)
    assert wilayah.get("990401").status == "historis"
    assert wilayah.get(few_codes[0]).status == "resmi"


def test_a_name_with_a_nought_byte_does_not_stop_the_database(take_in, score_table, save, idm):
    table = score_table(codes=("1101022999",), nama_desa=["La\x00ma"], keterangan=["a\x00b"])
    take_in(read_sheet(save("lama.csv", table.write_csv()), idm))
    assert wilayah.get("1101022999").name == "La ma"


def test_our_own_results_are_no_input(take_in, idm, save, make_sheet):
    from swadaya.indeks.rules.results import evaluate
    from swadaya.indeks.rules.tables import result_table

    own = save("hasil.csv", result_table(evaluate(make_sheet())))
    with pytest.raises(Invalid, match="berkas asalnya"):
        take_in(read_sheet(own, idm))


def test_inputs_of_a_method_whose_instrument_changed_are_refused(take_in, make_sheet, idm):
    take_in(make_sheet())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indeks_scoresheet (desa, year, method, batch_id, scores, places, said_level, remark) "
            "SELECT '9101012099', year, method, batch_id, '\\x0505', 0, 0, '' FROM indeks_scoresheet LIMIT 1"
        )
    with pytest.raises(Invalid, match="id baru"):
        services.create_run(method_id=idm.id, year=2021)
    assert selectors.runs() == []


def test_no_join_of_whole_tables_depends_on_statistics_that_lag_behind(take_in, make_sheet):
    """Statistics of a table just loaded may call it empty; comparing row with row would then take minutes."""
    plans = []

    def explained(execute, sql, params, many, context):
        if "indeks_scoresheet" in sql and any(word in sql for word in ("DELETE FROM stage", "UPDATE", "JOIN")):
            execute(f"EXPLAIN {sql}", params, many, context)
            plans.append("\n".join(row[0] for row in context["cursor"].fetchall()))
        return execute(sql, params, many, context)

    take_in(make_sheet())
    with connection.execute_wrapper(explained):
        take_in(make_sheet(seed=2))
        report = services.create_run(method_id=METHOD, year=2021)
        assert services.verify_run(report.run_id) == []
    assert len(plans) >= 4
    assert not any("Nested Loop" in plan for plan in plans)
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == ("on",)
