"""States, calendar, questionnaire, checks, standouts, readiness: the rules alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from swadaya.core import clock, keys, rulefiles
from swadaya.core.refusal import Invalid
from swadaya.methodology import all_methods, method
from swadaya.pendataan.rules import answer_checks, calendar, readiness, rulecheck, states
from swadaya.pendataan.rules.calendar import STAGES, Phase
from swadaya.pendataan.rules.outliers import Village, robust_distance, standouts
from swadaya.pendataan.rules.questions import PAGE, questionnaire

IDM = method("idm-operasional-2020")
DESA = "3304092001"


# States ------------------------------------------------------------------------------------------------------------


def test_every_state_but_the_last_leads_on_and_every_verified_one_back() -> None:
    ways = {
        item.source: {other.target for other in states.TRANSITIONS if other.source == item.source}
        for item in states.TRANSITIONS
    }
    assert ways == {
        "kosong": {"diisi"},
        "diisi": {"diajukan"},
        "diajukan": {"kecamatan", "diisi"},
        "kecamatan": {"kabupaten", "diisi"},
        "kabupaten": {"provinsi", "diisi"},
        "provinsi": {"ditetapkan", "diisi"},
        "ditetapkan": {"diisi"},
    }


def test_all_reasons_against_a_step_are_told_at_once() -> None:
    problems = states.step_problems("kembali", "diajukan", person=7, duties=[(7, "isi")], desa=DESA)
    assert [problem.code for problem in problems] == ["isian.tanpa-alasan", "isian.mata-kedua"]


@pytest.mark.parametrize("before", ["isi", "kecamatan", "kabupaten", "penetapan"])
def test_one_person_has_one_duty_in_a_round(before: str) -> None:
    def problems(person: int) -> list[str]:
        return [item.code for item in states.duty_problems("provinsi", person=person, duties=[(7, before)], desa=DESA)]

    assert problems(7) == ["isian.mata-kedua"]
    assert problems(8) == []
    assert states.duty_problems("provinsi", person=7, duties=[(7, "provinsi")], desa=DESA) == []


# Calendar ----------------------------------------------------------------------------------------------------------


def test_the_default_calendar_is_that_of_2024_and_its_stages_overlap() -> None:
    phases = {item.stage: item for item in calendar.default(2024)}
    assert (phases["isi"].opens_on, phases["isi"].closes_on) == (date(2024, 4, 1), date(2024, 6, 14))
    assert phases["penetapan"].closes_on == date(2024, 7, 10)
    assert phases["kecamatan"].opens_on < phases["isi"].closes_on
    assert calendar.default(2026)[0].opens_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2024, 3, 31), "kalender.belum-dibuka"),
        (date(2024, 4, 1), None),
        (date(2024, 6, 14), None),
        (date(2024, 6, 15), "kalender.sudah-ditutup"),
    ],
)
def test_a_stage_is_open_from_its_first_to_its_last_day(on: date, code: str | None) -> None:
    found = calendar.stage_problems(calendar.default(2024), "isi", on=on)
    assert [problem.code for problem in found] == ([code] if code else [])
    assert all("Pemeriksa nasional" in problem.hint for problem in found)


def test_a_returned_form_has_time_until_the_last_verification_closes() -> None:
    phases = calendar.default(2024)
    assert calendar.stage_problems(phases, "isi", on=date(2024, 6, 30), returned=True) == []
    assert calendar.stage_problems(phases, "isi", on=date(2024, 7, 1), returned=True)
    assert calendar.stage_problems(phases, "isi", on=date(2025, 1, 1), amending=True) == []


def test_the_day_is_that_of_jakarta() -> None:
    assert clock.day_of(datetime(2024, 3, 31, 17, 0, tzinfo=UTC)) == date(2024, 4, 1)
    assert calendar.day_in_words(datetime(2024, 5, 3, 2, 12, tzinfo=UTC)) == "3 Mei 2024 09.12 WIB"


def test_a_calendar_that_cannot_be_is_refused_with_every_reason() -> None:
    days = [Phase(stage, date(2024, 4, 1), date(2024, 5, 1)) for stage in STAGES]
    assert calendar.phase_problems(days) == []
    assert [item.code for item in calendar.phase_problems(days[1:])] == ["kalender.tahap"]
    turned = [Phase("isi", date(2024, 5, 2), date(2024, 5, 1)), *days[1:]]
    assert [item.code for item in calendar.phase_problems(turned)] == ["kalender.terbalik"]
    late = [Phase("isi", date(2024, 4, 2), date(2024, 5, 1)), *days[1:]]
    assert [item.code for item in calendar.phase_problems(late)] == ["kalender.urutan"]


# Questionnaire -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", all_methods(), ids=lambda item: item.id)
def test_every_method_becomes_a_questionnaire_that_asks_each_column_once(item: object) -> None:
    asked = questionnaire(item)  # type: ignore[arg-type]
    columns = [column for section in asked.sections for column in section.columns]
    assert len(columns) == len(set(columns))
    assert {column for question in asked.questions for column in question.uses} == set(columns)
    assert [question.code for question in asked.questions] == list(item.indicator_codes)  # type: ignore[attr-defined]
    assert all(1 <= len(section.questions) <= PAGE for section in asked.sections)
    assert len({section.code for section in asked.sections}) == len(asked.sections)
    assert all(field.ask for field in asked.fields.values())


def test_a_ratio_asks_two_numbers_and_households_are_asked_where_first_needed() -> None:
    asked = questionnaire(IDM)
    by_code = {question.code: question for question in asked.questions}
    assert [(field.column, field.unit) for field in by_code["s05"].fields] == [
        ("peserta_bpjs", "peserta"),
        ("penduduk", "penduduk"),
    ]
    assert [field.column for field in by_code["s28"].fields] == ["keluarga_listrik", "keluarga"]
    assert [field.column for field in by_code["e01"].fields] == ["industri_mikro"]
    assert [item.code for item in asked.touched_by("keluarga")] == ["s28", "e01", "e03"]


def test_a_method_of_scores_offers_only_scores_that_exist() -> None:
    asked = questionnaire(method("indeks-desa-2025"))
    for indicator in asked.method.indicators:
        values = {int(choice.value) for choice in asked.fields[indicator.code].choices}
        assert values == set(indicator.scores)


# Rule files --------------------------------------------------------------------------------------------------------


def rule(text: str, kind: str) -> rulefiles.RuleFile:
    head = f'id = "uji"\nkind = "{kind}"\ntitle = "uji"\nstanding = "tidak-resmi"\nvalid_from = 2024-01-01\n'
    return rulefiles.parse(
        (head + 'reference = "uji"\nverification = "uji"\n' + text).encode(), name="uji", origin="uji"
    )


def test_the_shipped_rules_are_whole() -> None:
    shipped = [item for item in rulefiles.all_files().values() if item.kind in rulecheck.KINDS]
    assert {item.id for item in shipped} >= {"kalender-2024", "pemeriksaan-idm-operasional-2020", "pemeriksaan-umum"}
    assert [problem for item in shipped for problem in rulecheck.problems_in(item)] == []
    assert all(item.standing != "resmi" for item in shipped)


LIMITS = (
    '[change]\nfactor = "3"\nleast = "1"\n[standout]\nrobust_z = "3"\nvillages = 5\nindex_change = "0.1"\nclasses = 2\n'
)


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ('method = "lain"\n' + LIMITS, "pemeriksaan.metode", "method"),
        (
            'method = "idm-operasional-2020"\n' + LIMITS.replace('"3"', '"tiga"', 1),
            "pemeriksaan.bilangan",
            "change.factor",
        ),
        (
            'method = "idm-operasional-2020"\n' + LIMITS + '[[limit]]\ncolumn = "x"\nabove = 3\ntext = "a"\n',
            "pemeriksaan.kolom",
            "limit[0].column",
        ),
        (
            'method = "idm-operasional-2020"\n'
            + LIMITS
            + '[[contradiction]]\ncode = "a"\ntext = "a"\nall = [{ column = "jamban", is = ["emas"] }]\n',
            "pemeriksaan.jawaban",
            "contradiction[0].all[0].is",
        ),
    ],
)
def test_a_broken_file_of_checks_is_refused_with_its_key(text: str, code: str, key: str) -> None:
    [problem, *_] = rulecheck.problems_in(rule(text, answer_checks.KIND))
    assert (problem.code, problem.where.key) == (code, key)


def test_a_broken_calendar_is_refused_with_its_key() -> None:
    [problem, *_] = rulecheck.problems_in(
        rule('[[phase]]\nstage = "isi"\nopens = "31-12"\ncloses = "06-14"\n', calendar.KIND)
    )
    assert (problem.code, problem.where.key) == ("kalender.bentuk", "phase[0].opens")


# Standouts ---------------------------------------------------------------------------------------------------------


def village(number: int, **values: int) -> Village:
    return Village(
        f"33040920{number:02d}", f"Desa {number}", {key: Fraction(value) for key, value in values.items()}, {}
    )


def test_the_farthest_from_its_neighbours_comes_first_and_says_so() -> None:
    group = [village(n, bidan=2 + n % 3, paud=4) for n in range(8)] + [village(8, bidan=90, paud=4)]
    [found] = standouts(IDM, answer_checks.checks_for(IDM), group)
    assert (found.desa, found.kind) == ("3304092008", "kecamatan")
    assert found.sentence == "Bidan: 90, sedangkan median 9 desa sekecamatan 3."


def test_four_villages_are_too_few_to_compare() -> None:
    group = [village(n, bidan=2) for n in range(3)] + [village(3, bidan=90)]
    assert standouts(IDM, answer_checks.checks_for(IDM), group) == []


def test_equal_neighbours_are_measured_by_their_mean_deviation() -> None:
    assert robust_distance(Fraction(90), [Fraction(3)] * 8 + [Fraction(90)]) == Fraction(87) / (
        Fraction(87, 9) * Fraction(125331, 100000)
    )
    assert robust_distance(Fraction(3), [Fraction(3)] * 9) is None


def test_a_leap_of_the_index_and_of_an_answer_against_last_year_are_told() -> None:
    leap = Village(DESA, "A", {"pmks": Fraction(40)}, {"pmks": Fraction(4)}, k=5200, level=5, last_k=3800, last_level=3)
    found = {item.kind: item.sentence for item in standouts(IDM, answer_checks.checks_for(IDM), [leap])}
    assert found["indeks"] == "IDM naik 0,2222 dari tahun lalu, dari Berkembang ke Mandiri."
    assert found["tahun-lalu"].startswith("Penyandang masalah kesejahteraan sosial: 40, tahun lalu 4")


# Readiness and keys ------------------------------------------------------------------------------------------------


def test_a_reason_is_needed_for_each_finding_and_helps_only_where_it_may() -> None:
    report = readiness.Readiness(
        3,
        9,
        (readiness.Finding("belum-diisi", 6), readiness.Finding("tanpa-indeks", 1), readiness.Finding("contoh", 2)),
    )
    left = readiness.unanswered(report, {"belum-diisi": "rapat", "tanpa-indeks": "rapat", "contoh": " "})
    assert [problem.where.key for problem in left] == ["tanpa-indeks", "contoh"]
    assert readiness.Finding("belum-diisi", 1234).sentence == "1.234 desa belum diisi dan tidak ikut ditetapkan."


def test_keys_of_one_sender_order_themselves_by_time() -> None:
    start = datetime(2024, 4, 1, tzinfo=UTC)
    made = [keys.new_key(start + timedelta(milliseconds=number)) for number in range(50)]
    assert made == sorted(made)
    assert {(key.version, key.variant) for key in made} == {(7, "specified in RFC 4122")}
    assert keys.parse_key(str(made[0])) == made[0]
    assert keys.parse_key("2f1b0c9e-3a86-4b0f-9c0a-111111111111") is None
    with pytest.raises(Invalid):
        keys.optional("x")
