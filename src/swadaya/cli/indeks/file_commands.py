"""Commands that turn a file into another file: score, audit, aggregate, simulate, template. No database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid

from ..report import finish, progress_bar
from .options import (
    DEFAULT_METHOD,
    File,
    FormatName,
    Json,
    MappingName,
    MethodId,
    Out,
    ReportFile,
    Strict,
    Year,
    read,
)


def score(
    file: File,
    out: Out,
    method: MethodId,
    format_name: FormatName = "auto",
    year: Year = None,
    mapping: MappingName = "",
    strict: Strict = False,
    as_json: Json = False,
    report: ReportFile = None,
) -> None:
    """Hitung indeks, status dan peringkat tiap desa dari skor, jawaban, atau dokumen rumusan."""
    from swadaya.indeks.rules.results import evaluate
    from swadaya.indeks.rules.tables import check_ending, decimal_columns, result_table, write_table

    check_ending(out)
    sheet = read(file, method, format_name=format_name, year=year, mapping=mapping)
    results = evaluate(sheet)
    write_table(result_table(results), out, numbers=decimal_columns(sheet.method))
    held = int(results.composite.has_index.sum())
    summary = {
        "berkas": file.name,
        "format": sheet.format,
        "metode": method,
        "baris": len(sheet),
        "berindeks": held,
        "keluaran": str(out),
    }
    lines = [
        f"{grouped(len(sheet))} desa dibaca ({sheet.format}), {grouped(held)} mendapat indeks, "
        f"{grouped(len(sheet) - held)} tidak.",
        f"Hasil ditulis ke {out}.",
    ]
    finish(summary, sheet.problems, lines=lines, as_json=as_json, strict=strict, report=report)


def audit(
    file: File,
    method: MethodId,
    out: Annotated[Path | None, typer.Option("--out", help="Tulis temuan ke berkas ini.")] = None,
    format_name: FormatName = "auto",
    year: Year = None,
    strict: Strict = False,
    as_json: Json = False,
    report: ReportFile = None,
) -> None:
    """Hitung ulang sebuah terbitan dan golongkan setiap perbedaannya. Terbitannya sendiri tidak diubah."""
    from swadaya.indeks.rules import audit as auditing
    from swadaya.indeks.rules.tables import check_ending, findings_table, write_table

    if out is not None:
        check_ending(out)
    sheet = read(file, method, format_name=format_name, year=year)
    if sheet.published is None:
        raise Invalid(
            Problem(
                "audit.tanpa-terbitan",
                Where(file.name),
                sheet.format,
                "berkas dengan kolom iks, ike, ikl, idm dan status",
            )
        )
    found = auditing.audit(sheet)
    if out is not None:
        write_table(findings_table(found), out)
    lines = [f"{grouped(found.rows)} baris diperiksa; {grouped(found.agree)} baris indeks dan statusnya tepat."]
    lines += [f"{grouped(count):>8}  {kind}: {auditing.KINDS[kind]}" for kind, count in found.counts.items()]
    if found.remarks:
        lines.append(
            "Keterangan sumber: " + ", ".join(f"{remark} {grouped(count)}" for remark, count in found.remarks.items())
        )
    if found.suspects:
        lines.append(
            "Baris skor yang dapat menjelaskan selisih poin: "
            + ", ".join(f"{code} {grouped(count)}" for code, count in list(found.suspects.items())[:5])
        )
    lines += [f"{left} dan {right} tercetak sama di semua baris." for left, right in found.twins]
    for finding in [item for item in found.findings if item.kind != "terbawa"][:20]:
        lines.append(f"  {finding.code} {finding.year} [{finding.kind}] {finding.explanation}")
    if out is not None:
        lines.append(f"{grouped(len(found.findings))} temuan ditulis ke {out}.")
    summary = {
        "berkas": file.name,
        "baris": found.rows,
        "tepat": found.agree,
        "temuan": found.counts,
        "keterangan": found.remarks,
        "tersangka": found.suspects,
        "kembar": found.twins,
    }
    finish(summary, sheet.problems, lines=lines, as_json=as_json, report=report)
    if strict and any(count for kind, count in found.counts.items() if kind != "terbawa"):
        raise typer.Exit(1)


def aggregate(
    file: File,
    out: Out,
    by: Annotated[str, typer.Option("--by", help="nasional, provinsi, kabkota, kecamatan, pulau, atau kode tanda.")],
    method: MethodId = DEFAULT_METHOD,
    scheme: Annotated[str | None, typer.Option("--scheme", help="Skema pulau.")] = None,
    basis: Annotated[str | None, typer.Option("--basis", help="terbitan atau hitungan.")] = None,
    format_name: FormatName = "auto",
    year: Year = None,
    strict: Strict = False,
    as_json: Json = False,
    report: ReportFile = None,
) -> None:
    """Jumlah desa menurut status dan rata-rata, menurut wilayah, pulau, atau tanda."""
    from swadaya.indeks.rules import aggregate as aggregation
    from swadaya.indeks.rules.tables import check_ending, write_table

    check_ending(out)
    if basis not in (None, "terbitan", "hitungan"):
        raise Invalid(Problem("pilihan", Where(key="--basis"), str(basis), "terbitan / hitungan"))
    sheet = read(file, method, format_name=format_name, year=year)
    table = aggregation.aggregate(sheet, by, scheme=scheme, basis=basis)  # type: ignore[arg-type]
    means = tuple(name for name in table.columns if name.startswith("rata_"))
    write_table(table, out, numbers=means)
    summary = {"berkas": file.name, "menurut": by, "kelompok": table.height, "keluaran": str(out)}
    lines = [f"{grouped(len(sheet))} desa dalam {grouped(table.height)} kelompok; ditulis ke {out}."]
    finish(summary, sheet.problems, lines=lines, as_json=as_json, strict=strict, report=report)


def simulate(
    year: Annotated[int, typer.Option("--year", help="Tahun data.")],
    out: Out,
    method: MethodId = DEFAULT_METHOD,
    seed: Annotated[int, typer.Option("--seed", help="Benih bilangan acak; benih sama, hasil sama.")] = 2016,
    as_json: Json = False,
) -> None:
    """Buat data contoh: negeri tiruan di atas daftar wilayah yang sebenarnya. Bukan data resmi."""
    from swadaya.indeks.formats.sheet import FIRST_YEAR, LAST_YEAR
    from swadaya.indeks.rules.simulation import simulate as simulate_nation
    from swadaya.indeks.rules.tables import check_ending, sheet_table, write_table
    from swadaya.methodology import method as load_method

    check_ending(out)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(Problem("tahun", Where(key="--year"), str(year), f"tahun {FIRST_YEAR} sampai {LAST_YEAR}"))
    chosen = load_method(method)
    with progress_bar("Membuat data contoh"):
        nation = simulate_nation(chosen, year, seed)
    write_table(sheet_table(chosen, nation.codes, year, nation.scores, remark="data contoh"), out)
    lines = [f"Data contoh {year} untuk {grouped(len(nation.codes))} desa ditulis ke {out}. Bukan data resmi."]
    if nation.note:
        lines.append(nation.note)
    finish(
        {"tahun": year, "desa": len(nation.codes), "contoh": True, "keluaran": str(out)},
        Problems(),
        lines=lines,
        as_json=as_json,
    )


def template(
    method: MethodId,
    out: Annotated[Path, typer.Option("--out", help="Berkas .xlsx atau .csv.", show_default=False)],
    kind: Annotated[str, typer.Option("--kind", help="scores (skor) atau answers (jawaban).")] = "scores",
    year: Annotated[int | None, typer.Option("--year", help="Isi kolom tahun.")] = None,
    region: Annotated[str, typer.Option("--region", help="Isi kode desa dari wilayah ini.")] = "",
) -> None:
    """Tulis templat isian dengan daftar skor yang ada dan lembar penjelasan."""
    from swadaya.indeks.rules.template import write_template
    from swadaya.methodology import method as load_method

    if kind not in ("scores", "answers"):
        raise Invalid(Problem("pilihan", Where(key="--kind"), kind, "scores / answers"))
    rows = write_template(load_method(method), out, kind=kind, year=year, region=region)  # type: ignore[arg-type]
    typer.echo(f"Templat ditulis ke {out}" + (f" dengan {grouped(rows)} desa." if rows else "."))


def register(app: typer.Typer) -> None:
    for command in (score, audit, aggregate, simulate, template):
        app.command(no_args_is_help=True)(command)
