"""Commands that print: explain one village, thresholds from the observed range. No database."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from swadaya.core.codes import dotted, normalise
from swadaya.core.figures import decimals, grouped, ratio
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from ..report import finish
from .options import DEFAULT_METHOD, File, FormatName, Json, MethodId, Year, read

if TYPE_CHECKING:
    from swadaya.methodology.explain import ComponentShare, Explanation


def explain(
    file: File,
    village: Annotated[str, typer.Option("--village", help="Kode desa, dengan atau tanpa titik.")],
    method: MethodId = DEFAULT_METHOD,
    format_name: FormatName = "auto",
    year: Year = None,
    as_json: Json = False,
) -> None:
    """Mengapa sebuah desa mendapat indeks dan statusnya, dan apa yang kurang ke kelas berikutnya."""
    import numpy as np

    from swadaya.indeks.rules.results import compose
    from swadaya.methodology.explain import explain as explain_village

    code = normalise(village)
    if code is None or len(code) != 10:
        raise Invalid(Problem("desa.kode", Where(key="--village"), village, "kode Kemendagri 10 angka"))
    sheet = read(file, method, format_name=format_name, year=year)
    rows = np.flatnonzero(sheet.codes == int(code))
    if year is not None:
        rows = rows[sheet.years[rows] == year]
    if not len(rows):
        raise Invalid(
            Problem(
                "desa.tidak-ada",
                Where(file.name, key="--village"),
                dotted(code),
                "desa yang ada di berkas ini",
            )
        )
    one = sheet.take(rows[np.argsort(-sheet.years[rows])][:1])
    name = one.names[0] or ""
    if one.scores is not None:
        found = explain_village(one.method, scores=one.scores[0].tolist())
    else:
        found = explain_village(one.method, points=compose(one).points[0].tolist())
    summary = {"desa": code, "nama": name, "tahun": int(one.years[0]), **as_dict(found)}
    lines = [f"{name or 'Desa'} {dotted(code)}, {one.years[0]}", *_lines(found)]
    kept = type(sheet.problems)(problem for problem in sheet.problems if problem.where.desa.replace(".", "") == code)
    finish(summary, kept, lines=lines, as_json=as_json)


def as_dict(found: Explanation) -> dict[str, Any]:
    """The explanation for programs; decimals as text."""
    method = found.method
    return {
        "metode": method.id,
        "k": found.k,
        "penyebut": method.denominator,
        "indeks": None if found.index is None else decimals(found.index, 6),
        "status": found.status.label if found.status else None,
        "komponen": [
            {
                "kode": part.component.code,
                "poin": part.points if part.points >= 0 else None,
                "maksimum": part.maximum,
                "bobot": part.weight,
                "rujukan": part.component.reference,
                "indikator": [
                    {
                        "kode": share.indicator.code,
                        "nama": share.indicator.label,
                        "skor": share.score,
                        "aturan": share.rule.text if share.rule else None,
                        "k": share.k,
                        "bagian": decimals(found.share(share.k), 6),
                        "tambahan": [{"skor": score, "k": gain} for score, gain in share.gains],
                        "rujukan": share.indicator.reference,
                    }
                    for share in part.indicators
                ],
            }
            for part in found.components
        ],
        "berikutnya": None
        if found.next is None
        else {
            "status": found.next.status.label,
            "k": found.next.k,
            "kurang": found.next.gap,
            "poin": dict(zip(method.component_codes, found.next.points, strict=True)),
        },
    }


def _lines(found: Explanation) -> list[str]:
    method = found.method
    if found.k is None or found.index is None or found.status is None or found.bounds is None:
        empty = [share.indicator.code for part in found.components for share in part.indicators if share.rule is None]
        if empty:
            return [f"Tidak mendapat indeks. Skor yang kosong atau tidak ada: {', '.join(empty)}."]
        unknown = ", ".join(part.component.code for part in found.components if part.points < 0)
        return [f"Tidak mendapat indeks. Nilai komponen yang kosong atau tidak mungkin dari skor bulat: {unknown}."]
    low, high = found.bounds
    texts = {level: (text, reference) for level, text, reference in method.rule_texts}
    lines = [
        f"{method.short} {ratio(found.index)} = {grouped(found.k)}/{grouped(method.denominator)}: "
        f"{found.status.label}, karena {grouped(low)} ≤ {grouped(found.k)} ≤ {grouped(high)} "
        f"[{found.status.reference}]",
        f"  {texts.get('index', ('', ''))[0]} [{texts.get('index', ('', ''))[1]}]",
    ]
    for part in found.components:
        lines += _component_lines(found, part)
    if found.next is None:
        return [*lines, "Sudah di kelas tertinggi."]
    ways = [
        f"{more} poin {code}"
        for code, more in zip(method.component_codes, found.next.points, strict=True)
        if more is not None
    ]
    reach = f"; cukup salah satu: {', atau '.join(ways)}" if ways else "; satu komponen saja tidak cukup"
    return [
        *lines,
        f"Ke {found.next.status.label} kurang {grouped(found.next.gap)} dari {grouped(method.denominator)}{reach}.",
    ]


def _component_lines(found: Explanation, part: ComponentShare) -> list[str]:
    lines = [
        f"  {part.component.code} {ratio(part.index)} = {part.points}/{part.maximum} poin, "
        f"tiap poin bernilai {part.weight} ({ratio(100 * found.share(part.k), 1)} % dari indeks) "
        f"[{part.component.reference}]"
    ]
    for share in part.indicators:
        rule = f": {share.rule.text}" if share.rule and share.rule.text else ""
        step = f"; ke {share.gains[0][0]} menambah {share.gains[0][1]}" if share.gains else ""
        lines.append(
            f"    {share.indicator.code} {share.indicator.label}: skor {share.score}{rule} "
            f"({ratio(100 * found.share(share.k), 1)} %){step} [{share.indicator.reference}]"
        )
    return lines


def thresholds(
    file: File,
    classes: Annotated[int, typer.Option("--classes", help="Banyak selang yang sama lebar.")],
    merge_lowest: Annotated[bool, typer.Option("--merge-lowest", help="Satukan dua selang terbawah.")] = False,
    method: MethodId = DEFAULT_METHOD,
    format_name: FormatName = "auto",
    year: Year = None,
    as_json: Json = False,
) -> None:
    """Turunkan ambang kelas dari rentang yang teramati (Pasal 4(6)) dan sandingkan dengan ambang yang dibekukan."""
    import numpy as np

    from swadaya.indeks.rules.results import as_printed, compose
    from swadaya.methodology.thresholds import equal_intervals

    sheet = read(file, method, format_name=format_name, year=year)
    chosen = sheet.method
    printed = sheet.published is not None and sheet.scores is None and sheet.format != "hasil"
    values = (as_printed(sheet) if printed else compose(sheet)).k
    unit = 10_000 if printed else chosen.denominator
    found = []
    lines = []
    for data_year in np.unique(sheet.years):
        held = values[(sheet.years == data_year) & (values >= 0)]
        if not len(held):
            continue
        low, high = Fraction(int(held.min()), unit), Fraction(int(held.max()), unit)
        try:
            cuts = equal_intervals(low, high, classes, merge_lowest=merge_lowest)
        except ValueError as error:
            raise Invalid(
                Problem(
                    "ambang.selang",
                    Where(file.name, key="--classes"),
                    str(classes),
                    "paling sedikit 2 selang (3 bila disatukan) dan rentang yang tidak kosong",
                )
            ) from error
        frozen = tuple(status.range.lower for status in chosen.classes[1:])
        counts = _counts(held, cuts.borders, unit)
        found.append(
            {
                "tahun": int(data_year),
                "terendah": decimals(low, 4),
                "tertinggi": decimals(high, 4),
                "lebar": decimals(cuts.step, 5),
                "ambang": [decimals(border, 4) for border in cuts.borders],
                "ambang_beku": [decimals(border, 4) for border in frozen],
                "desa": counts,
                "desa_ambang_beku": _counts(held, frozen, unit),
            }
        )
        lines += [
            f"{data_year}: {grouped(len(held))} desa, terendah {ratio(low)}, tertinggi {ratio(high)}, "
            f"lebar selang {ratio(cuts.step, 5)}",
            f"  dari rentang : {_side_by_side(cuts.borders, counts)}",
            f"  dibekukan    : {_side_by_side(frozen, _counts(held, frozen, unit))}",
        ]
    finish(
        {"berkas": file.name, "metode": chosen.id, "tahun": found},
        sheet.problems,
        lines=lines,
        as_json=as_json,
    )


def _side_by_side(borders: tuple[Fraction, ...], counts: list[int]) -> str:
    return f"{'  '.join(map(ratio, borders))}   desa: {' / '.join(map(grouped, counts))}"


def _counts(values: Any, borders: tuple[Fraction, ...], unit: int) -> list[int]:
    """Villages in each class; a value on a border belongs to the lower class, as the regulation's ``<=`` says."""
    edges = [
        int(border * unit // 1) for border in borders
    ]  # value > border  <=>  value > floor(border) on whole numbers
    above = [int((values > edge).sum()) for edge in edges]
    totals = [len(values), *above, 0]
    return [left - right for left, right in zip(totals, totals[1:], strict=False)]


def register(app: typer.Typer) -> None:
    for command in (explain, thresholds):
        app.command(no_args_is_help=True)(command)
