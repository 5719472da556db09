"""Evidence and bulk entry."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PIL import Image
from whole_form import WHOLE

from swadaya.accounts.rules.access import NotAllowed, OutOfSight
from swadaya.core.refusal import Invalid

from .conftest import DESA, OTHERS, YEAR, Play


def photo(color: str = "teal") -> io.BytesIO:
    place = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(place, "PNG")
    place.seek(0)
    return place


def attach(play: Play, stream: Any, *, name: str = "rumah.png", by: str = "operator") -> Any:
    from swadaya.pendataan import services

    return services.attach_evidence(play.cycle.id, desa=DESA, column="bidan", name=name, stream=stream, by=play[by])


def test_a_photo_is_kept_beside_its_answer_and_read_by_those_who_see_the_form(play: Play) -> None:
    from swadaya.pendataan import selectors

    made = attach(play, photo())
    assert (made.column, made.name, made.media_type) == ("bidan", "rumah.jpg", "image/jpeg")
    [shown] = play.page().evidence
    assert shown == made
    content = selectors.evidence_file(made.id, by=play["kecamatan"])
    assert Image.open(io.BytesIO(content.content)).size == (40, 30)
    with pytest.raises(OutOfSight):
        selectors.evidence_file(made.id, by=play["kecamatan-lain"])


def test_the_same_photo_twice_is_one_and_a_removed_one_leaves_the_page_only(play: Play) -> None:
    from swadaya.pendataan import selectors, services

    made = attach(play, photo())
    assert attach(play, photo()).id == made.id
    services.remove_evidence(made.id, by=play["operator"])
    services.remove_evidence(made.id, by=play["operator"])
    assert play.page().evidence == ()
    assert selectors.evidence_file(made.id, by=play["auditor"]).name == "rumah.jpg"


def test_a_form_handed_in_takes_no_evidence(play: Play) -> None:
    play.bring_to("diajukan")
    with pytest.raises(Invalid) as refusal:
        attach(play, photo())
    assert refusal.value.problem.code == "isian.tertutup"


def test_who_may_not_answer_is_refused_before_the_file_is_read(play: Play) -> None:
    class Unread:
        def read(self, size: int) -> bytes:
            raise AssertionError("read")

    with pytest.raises(NotAllowed):
        attach(play, Unread(), by="kecamatan")
    with pytest.raises(OutOfSight):
        attach(play, Unread(), by="warga")


def test_a_script_in_disguise_is_refused_and_nothing_is_kept(play: Play) -> None:
    from swadaya.pendataan.models import Blob

    with pytest.raises(Invalid) as refusal:
        attach(play, io.BytesIO(b"<svg><script>alert(1)</script></svg>"), name="foto.jpg")
    assert refusal.value.problem.code == "berkas.svg"
    assert Blob.objects.count() == 0


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., io.BytesIO]:
    def make(
        *rows: tuple[str, dict[str, str]], year: int = YEAR, columns: tuple[str, ...] = tuple(WHOLE)
    ) -> io.BytesIO:
        place = io.BytesIO()
        with xlsxwriter.Workbook(place) as book:
            sheet = book.add_worksheet("isian")
            for number, head in enumerate(("kode_desa", "tahun", *columns)):
                sheet.write(0, number, head)
            for row, (code, answers) in enumerate(rows, start=1):
                sheet.write(row, 0, code)
                sheet.write(row, 1, year)
                for number, column in enumerate(columns, start=2):
                    text = answers.get(column, "")
                    sheet.write(row, number, float(text) if text.replace(".", "").isdigit() else text)
        place.seek(0)
        return place

    return make


def take_in(play: Play, stream: Any, by: str = "operator", **given: Any) -> Any:
    from swadaya.pendataan import services

    return services.import_workbook(play.cycle.id, name="isian.xlsx", stream=stream, by=play[by], **given)


def test_a_filled_template_fills_the_forms_of_its_villages(play: Play, workbook: Callable[..., io.BytesIO]) -> None:
    done = take_in(play, workbook((DESA, dict(WHOLE)), (OTHERS[0], {"bidan": "7"})))
    assert (done.taken, done.answers, done.left_out) == (2, 54, 0)
    page = play.page()
    assert {column: answer.value for column, answer in page.answers.items()} == dict(WHOLE)
    assert page.answers["bidan"].source.startswith("xlsx:")
    assert play.page(OTHERS[0]).answered == 1
    again = take_in(play, workbook((DESA, dict(WHOLE))))
    assert (again.answers, again.unchanged) == (0, 53)


def test_one_bad_cell_keeps_the_whole_file_out_unless_the_good_rows_are_wanted(
    play: Play, workbook: Callable[..., io.BytesIO]
) -> None:
    from swadaya.pendataan import services

    rows = ((DESA, dict(WHOLE)), (OTHERS[0], {**WHOLE, "bidan": "banyak"}), ("1101022001", dict(WHOLE)))
    with pytest.raises(services.Invalid) as refusal:
        take_in(play, workbook(*rows))
    told = {(problem.code, problem.where.row, problem.where.column) for problem in refusal.value.problems}
    assert told == {("jawaban.bukan-angka", 3, "bidan"), ("impor.desa", 4, "")}
    assert play.page().state == "kosong"
    done = take_in(play, workbook(*rows), partial=True)
    assert (done.taken, done.left_out) == (1, 2)
    assert (play.page().answered, play.page(OTHERS[0]).answered) == (53, 0)


def test_a_file_replaces_no_answer_of_somebody_else_and_none_of_a_form_handed_in(
    play: Play, workbook: Callable[..., io.BytesIO]
) -> None:
    from swadaya.pendataan import services

    play.save({"bidan": "3"}, by="pld")
    play.bring_to("diajukan", desa=OTHERS[0])
    with pytest.raises(services.Invalid) as refusal:
        take_in(play, workbook((DESA, dict(WHOLE)), (OTHERS[0], {"bidan": "7"}), (DESA, {"bidan": "1"})))
    assert {problem.code for problem in refusal.value.problems} == {"impor.bentrok", "isian.tertutup", "desa.ganda"}
    assert play.page().answers["bidan"].value == "3"


def test_a_file_of_another_year_or_with_missing_columns_is_refused(
    play: Play, workbook: Callable[..., io.BytesIO]
) -> None:
    with pytest.raises(Invalid) as refusal:
        take_in(play, workbook((DESA, dict(WHOLE)), year=2021))
    assert refusal.value.problem.code == "impor.tahun"
    with pytest.raises(Invalid) as refusal:
        take_in(play, workbook((DESA, dict(WHOLE)), columns=("bidan",)))
    assert refusal.value.problem.code == "berkas.kolom"
    with pytest.raises(Invalid) as refusal:
        take_in(play, io.BytesIO(b"kode_desa;tahun"))
    assert refusal.value.problem.code == "berkas.xlsx-rusak"
