"""Many forms at once: cycles, progress, what waits, what stands out, whether a decree can be published."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.db import connection

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.accounts.scope import ranges_held, ranges_seen
from swadaya.core.rows import Row, ask
from swadaya.indeks import selectors as indeks
from swadaya.methodology import method as load_method
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import CodeRange
from swadaya.wilayah.rules.naming import label

from . import access, readiness_inputs, suggestions
from .form_detail import index_of
from .models import Answer, Cycle, Form
from .rules import answer_parsing
from .rules.answer_checks import checks_for
from .rules.calendar import Stage
from .rules.outliers import Standout, Village, median, standouts
from .rules.questions import questionnaire
from .rules.readiness import Readiness
from .rules.states import LEVELS, STATES, State, transition
from .values import Count, CycleInfo, FormLine, Progress, Waiting


def cycles(by: Viewer) -> list[CycleInfo]:
    """The cycles in which the viewer sees anything, newest year first."""
    found = Cycle.objects.order_by("-year", "method", "region")
    return [access.info_of(cycle) for cycle in found if access.sees_cycle(by, cycle)]


def cycle(cycle_id: int, *, by: Viewer) -> CycleInfo:
    """One cycle. Raises OutOfSight."""
    return access.info_of(access.cycle_for(by, cycle_id))


_PART_WIDTH = {0: 2, 2: 4, 4: 6, 6: 10}


def progress(cycle_id: int, region: str = "", *, by: Viewer) -> Progress:
    """Villages by state in a region and its parts, of what the viewer sees; one query. Raises OutOfSight."""
    held = access.cycle_for(by, cycle_id)
    own = region or held.region
    within = _inside(own, ranges_seen(by, "siklus"))
    if not own.startswith(held.region) or len(own) not in _PART_WIDTH or not within:
        raise OutOfSight
    condition, codes = _between(within)
    states = ", ".join(
        f"count(*) FILTER (WHERE coalesce(f.state, 'kosong') = '{state}') AS {state}" for state in STATES
    )
    found = ask(
        connection,
        f"""SELECT part.name, part.kind, sums.* FROM (
            SELECT left(g.code, {_PART_WIDTH[len(own)]}) AS code, count(*) AS villages,
                count(*) FILTER (WHERE {_RETURNED}) AS returned, {states}
            FROM wilayah_village g LEFT JOIN pendataan_form f ON f.cycle_id = %s AND f.desa = g.code {_LAST}
            WHERE ({condition}) GROUP BY 1
        ) sums JOIN wilayah_place part ON part.code = sums.code ORDER BY part.code""",  # noqa: S608
        [held.id, *codes],
    )
    parts = tuple(
        Count(
            row.code,
            label(row.kind, row.name, row.code),
            row.villages,
            {state: getattr(row, state) for state in STATES},
            row.returned,
        )
        for row in found
    )
    name = access.region_label(own)
    whole = Count(
        own,
        name,
        sum(part.desa for part in parts),
        {state: sum(part.states[state] for part in parts) for state in STATES},
        sum(part.returned for part in parts),
    )
    return Progress(access.info_of(held), own, name, whole, parts)


_LAST = """LEFT JOIN LATERAL (
    SELECT s.verb, s.actor, s.at FROM pendataan_step s WHERE s.form_id = f.id ORDER BY s.id DESC LIMIT 1
) last ON f.state <> 'kosong'"""
_RETURNED = "f.state = 'diisi' AND last.verb IN ('kembali', 'buka')"


def _inside(region: str, ranges: Sequence[CodeRange]) -> list[CodeRange]:
    """The part of a region that lies in some ranges, each of which is a region too."""
    low = [prefix for prefix, _ in ranges]
    if any(region.startswith(prefix) for prefix in low):
        return [(region, f"{region}:")]
    return [(prefix, f"{prefix}:") for prefix in low if prefix.startswith(region)]


def _between(ranges: Sequence[CodeRange]) -> tuple[str, list[str]]:
    condition = " OR ".join("(g.code >= %s AND g.code < %s)" for _ in ranges)
    return condition, [code for pair in ranges for code in pair]


def forms_in(
    cycle_id: int, region: str = "", *, by: Viewer, state: str = "", after: str = "", limit: int = 50
) -> list[FormLine]:
    """Villages of a region by code, also those without a form; the next page begins after the last code."""
    held = access.cycle_for(by, cycle_id)
    own = region or held.region
    within = _inside(own, ranges_seen(by, "isian"))
    if not own.startswith(held.region) or not within:
        raise OutOfSight
    return _lines(held, within, states=(state,) if state else (), after=after, limit=limit)


def _lines(
    held: Cycle, within: Sequence[CodeRange], *, states: Sequence[str], after: str = "", limit: int
) -> list[FormLine]:
    condition, codes = _between(within)
    found = ask(
        connection,
        f"""SELECT g.code, g.name, g.kind, coalesce(f.state, 'kosong') AS state, coalesce(f.round, 1) AS round,
            coalesce(f.version, 0) AS version,
            (SELECT count(*) FROM pendataan_answer a WHERE a.form_id = f.id AND a.current AND a.value <> '')
                AS answered,
            coalesce({_RETURNED}, false) AS returned, coalesce(last.verb, '') AS verb,
            coalesce(last.actor, '') AS actor, last.at
        FROM wilayah_village g LEFT JOIN pendataan_form f ON f.cycle_id = %s AND f.desa = g.code {_LAST}
        WHERE ({condition}) AND g.code > %s
        AND (cardinality(%s::text[]) = 0 OR coalesce(f.state, 'kosong') = ANY(%s)) ORDER BY g.code LIMIT %s""",  # noqa: S608
        [held.id, *codes, after, list(states), list(states), limit],
    )
    return [_line(row) for row in found]


def _line(row: Row) -> FormLine:
    return FormLine(
        desa=row.code,
        name=label(row.kind, row.name, row.code),
        kecamatan=row.code[:6],
        state=row.state,
        round=row.round,
        version=row.version,
        answered=row.answered,
        returned=row.returned,
        last_act=f"{_VERBS[row.verb]} oleh {row.actor}" if row.verb else "",
        last_at=row.at,
    )


_VERBS = {
    "isi": "mulai diisi",
    "ajukan": "diajukan",
    "periksa-kecamatan": "diverifikasi kecamatan",
    "periksa-kabupaten": "diverifikasi kabupaten/kota",
    "periksa-provinsi": "diverifikasi provinsi",
    "kembali": "dikembalikan",
    "tetapkan": "ditetapkan",
    "buka": "dibuka untuk perbaikan",
}


def worklist(by: Viewer, *, limit: int = 100) -> list[Waiting]:
    """What waits for the viewer: verifications, then forms to answer; at most ``limit`` of each cycle and kind."""
    found: list[Waiting] = []
    for held in Cycle.objects.order_by("-year", "method", "region"):
        if not access.sees_cycle(by, held):
            continue
        told = access.info_of(held)
        closes = {phase.stage: phase.closes_on for phase in told.phases}
        for level in LEVELS:
            source = _waits_in(level)
            within = _inside(held.region, ranges_held(by, f"isian.periksa-{level}"))
            lines = _lines(held, within, states=(source,), limit=limit) if within else []
            found += [Waiting(told, f"periksa-{level}", line, closes[level]) for line in lines]
        within = _inside(held.region, ranges_held(by, "isian.isi"))
        lines = _lines(held, within, states=("kosong", "diisi"), limit=limit) if within else []
        asked = len(access.columns_of(held))
        stage: Stage = "isi"
        found += [Waiting(told, _to_do(line, asked, by), line, closes[stage]) for line in lines]
    return found


def _waits_in(level: str) -> State:
    return next(state for state in STATES if transition(f"periksa-{level}", state) is not None)  # type: ignore[arg-type]


def _to_do(line: FormLine, asked: int, by: Viewer) -> str:
    if line.returned:
        return "perbaiki"
    return "ajukan" if line.answered == asked and by.may("isian.ajukan", Place(line.desa)) else "isi"


def standouts_in(cycle_id: int, kecamatan: str, *, by: Viewer) -> list[Standout]:
    """What stands out among the villages of a kecamatan, heaviest first. Raises OutOfSight."""
    held = access.cycle_for(by, cycle_id)
    if len(kecamatan) != 6 or not kecamatan.startswith(held.region) or not by.sees("isian", Place(kecamatan)):
        raise OutOfSight
    method = load_method(held.method)
    return standouts(method, checks_for(method), _villages(held, kecamatan))


def _villages(held: Cycle, kecamatan: str) -> list[Village]:
    method = load_method(held.method)
    asked = questionnaire(method)
    forms = {form.id: form for form in Form.objects.filter(cycle=held, desa__startswith=kecamatan).order_by("desa")}
    texts: dict[int, dict[str, str]] = {number: {} for number in forms}
    reasons: dict[int, dict[str, str]] = {number: {} for number in forms}
    rows = Answer.objects.filter(form__in=forms, current=True).exclude(value="")
    for number, column, value, reason in rows.values_list("form_id", "column", "value", "reason"):
        texts[number][column] = value
        reasons[number][column] = reason
    last = suggestions.last_year_texts(held, [form.desa for form in forms.values()])
    run = indeks.shown_run(held.year - 1, held.method)
    before = {figure.code: figure for figure in indeks.villages_in(kecamatan, run)} if run is not None else {}
    names = wilayah.names(form.desa for form in forms.values())
    found = []
    for number, form in forms.items():
        values = answer_parsing.values_of(asked, texts[number])
        k, level = index_of(asked, values)
        figure = before.get(form.desa)
        found.append(
            Village(
                desa=form.desa,
                name=names.get(form.desa, ""),
                values=values,
                last_year=answer_parsing.values_of(asked, last.get(form.desa, {})),
                k=k,
                level=level,
                last_k=figure.k if figure else None,
                last_level=figure.level if figure else 0,
                reasons=reasons[number],
            )
        )
    return found


def medians_in(cycle_id: int, kecamatan: str, *, by: Viewer) -> dict[str, str]:
    """Medians of the current answers of a kecamatan as people read them, by column; numbers only. Raises OutOfSight."""
    held = access.cycle_for(by, cycle_id)
    if len(kecamatan) != 6 or not kecamatan.startswith(held.region) or not by.sees("isian", Place(kecamatan)):
        raise OutOfSight
    asked = questionnaire(load_method(held.method))
    given: dict[str, list[Fraction]] = {}
    rows = Answer.objects.filter(form__cycle=held, form__desa__startswith=kecamatan, current=True).exclude(value="")
    for column, value in rows.values_list("column", "value"):
        field = asked.fields.get(column)
        if field is not None and field.kind in ("bulat", "desimal"):
            given.setdefault(column, []).append(Fraction(value))
    return {
        column: answer_parsing.shown(asked.fields[column], answer_parsing.written(median(values)))
        for column, values in given.items()
    }


def readiness(cycle_id: int, *, by: Viewer) -> Readiness:
    """What stands between the cycle and a decree by this viewer. Raises OutOfSight unless the whole region is seen."""
    held = access.cycle_for(by, cycle_id)
    if not by.sees("isian", Place(held.region)):
        raise OutOfSight
    return readiness_inputs.readiness_of(held, person=by.person_id)[0]
