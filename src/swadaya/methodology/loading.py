"""Read a method file and say everything that is wrong with it at once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, cast

from swadaya.core import rulefiles
from swadaya.core.problem import Problem
from swadaya.core.rulekind import RuleKind

from . import method_keys
from .intervals import Interval, coverage_faults
from .method_reader import Reader
from .schema import Branch, Indicator, Method, Note, Quantity, ScoreRule, StatusClass

KIND = "metode"
MOST_STEPS = 4_000_000
"""Largest common denominator: ranks are counted in a table with one place for each k."""
_UNIT = Interval(Fraction(0), Fraction(1), lower_closed=True, upper_closed=True)


def _branches(reader: Reader, name: str, parents: set[str], parent_key: str) -> tuple[Branch, ...]:
    found = []
    seen: set[str] = set()
    for number, table in enumerate(reader.tables(name, method_keys.BRANCH)):
        key = f"{name}[{number}]"
        code = str(table.get("code", ""))
        if not code or code in seen:
            reader.fault("kode", f"{key}.code", code, "kode yang terisi dan tidak berulang")
        seen.add(code)
        parent = str(table.get(parent_key, "")) if parent_key else ""
        if parent_key and parent not in parents:
            reader.fault("induk", f"{key}.{parent_key}", parent, f"salah satu dari {', '.join(sorted(parents))}")
        reader.has_reference(table, key)
        label = str(table.get("label", code))
        reference = str(table.get("reference") or table.get("source", ""))
        found.append(Branch(code, label, str(table.get("name", label)), parent, reference))
    return tuple(found)


def _quantity(reader: Reader, table: dict[str, Any], key: str) -> Quantity | None:
    kind = table.get("kind")
    if kind not in ("bulat", "desimal", "rasio", "ya-tidak", "pilihan"):
        reader.fault("besaran", f"{key}.kind", kind, "bulat / desimal / rasio / ya-tidak / pilihan")
        return None
    domain = (
        reader.interval(table.get("domain", "[0, inf)"), f"{key}.domain")
        if kind in ("bulat", "desimal", "rasio")
        else None
    )
    choices: dict[str, Any] = {"ya": "Ya", "tidak": "Tidak"} if kind == "ya-tidak" else table.get("choices", {})
    if kind == "pilihan" and not choices:
        reader.fault("besaran", f"{key}.choices", expected="pilihan jawaban")
    code = str(table.get("code", ""))
    columns = tuple(map(str, table.get("of", ()))) if kind == "rasio" else (code,)
    if kind == "rasio" and len(set(columns)) != 2:
        reader.fault("besaran", f"{key}.of", ", ".join(columns), "dua kolom: pembilang dan penyebut")
    if not all(columns):
        reader.fault("besaran", f"{key}.code", expected="kode yang terisi: nama kolom jawabannya")
    if "zero" in table and kind != "rasio":
        reader.fault("besaran", f"{key}.zero", table["zero"], "hanya pada rasio: skor bila penyebutnya 0")
    asks = tuple(map(str, table.get("asks", ()))) or (str(table.get("ask", "")),)
    return Quantity(
        code=code,
        kind=kind,
        asks=asks,
        unit=str(table.get("unit", "")),
        columns=columns,
        domain=domain,
        choices=tuple((answer, str(words)) for answer, words in choices.items()),
        zero=table.get("zero"),
    )


def _rules(reader: Reader, table: dict[str, Any], quantity: Quantity | None, key: str) -> tuple[ScoreRule, ...]:
    rules: list[ScoreRule] = []
    for number, written in enumerate(table.get("scores", ())):
        place = f"{key}.scores[{number}]"
        entry = reader.fitting({"value": written} if isinstance(written, int) else written, method_keys.SCORE, place)
        value = entry.get("value")
        if value is None or not 0 <= value <= 100:
            reader.fault("skor", f"{place}.value", "" if value is None else value, "bilangan bulat 0 sampai 100")
            continue
        if any(rule.value == value for rule in rules):
            reader.fault("skor", f"{place}.value", value, "skor yang tidak berulang")
        when = entry.get("when")
        interval = reader.interval(when, f"{place}.when") if isinstance(when, str) else None
        answers = tuple(map(str, when)) if isinstance(when, list) else ()
        if quantity is not None and when is None and quantity.zero != value:
            reader.fault("aturan", f"{place}.when", expected="syarat skor ini")
        if quantity is not None and when is not None and isinstance(when, str) == bool(quantity.choices):
            form = "daftar jawaban" if quantity.choices else 'selang seperti "(30, 60]"'
            reader.fault("aturan", f"{place}.when", when, form)
        rules.append(
            ScoreRule(
                value=value,
                text=str(entry.get("text", "")),
                action=str(entry.get("action", "")),
                printed=str(entry.get("printed", "")),
                seen=entry.get("seen"),
                interval=interval,
                answers=answers,
            )
        )
    if len(rules) < 2:
        reader.fault("skor", f"{key}.scores", len(rules), "paling sedikit dua skor")
    if quantity is not None and quantity.zero is not None and quantity.zero not in {rule.value for rule in rules}:
        reader.fault("besaran", f"{key}.quantity.zero", quantity.zero, "salah satu skor indikator ini")
    return tuple(sorted(rules, key=lambda rule: -rule.value))


def _check_coverage(reader: Reader, quantity: Quantity, rules: tuple[ScoreRule, ...], key: str) -> None:
    """The rules must give each possible answer exactly one score."""
    if quantity.domain is not None:
        parts = [(f"skor {rule.value}", rule.interval) for rule in rules if rule.interval is not None]
        for fault in coverage_faults(quantity.domain, parts):
            reader.fault("celah-atau-tumpang-tindih", f"{key}.scores", fault, f"menutup {quantity.domain} tepat sekali")
        return
    given = [answer for rule in rules for answer in rule.answers]
    possible = [code for code, _ in quantity.choices]
    for answer in sorted(set(given) | set(possible)):
        if given.count(answer) != 1 or answer not in possible:
            reader.fault(
                "celah-atau-tumpang-tindih",
                f"{key}.scores",
                f'jawaban "{answer}" mendapat {given.count(answer)} skor',
                f"tepat satu skor bagi tiap jawaban: {', '.join(possible)}",
            )


def _indicators(reader: Reader, dimensions: tuple[Branch, ...], variables: tuple[Branch, ...]) -> tuple[Indicator, ...]:
    dimension_of = {branch.code: branch.parent for branch in variables}
    component_of = {branch.code: branch.parent for branch in dimensions}
    indicators: list[Indicator] = []
    for number, table in enumerate(reader.tables("indicator", method_keys.INDICATOR)):
        code = str(table.get("code", ""))
        key = f"indicator[{number}]" + (f" ({code})" if code else "")
        if not code or any(item.code == code for item in indicators):
            reader.fault("kode", f"{key}.code", code, "kode yang terisi dan tidak berulang")
        variable = str(table.get("variable", ""))
        dimension = str(table.get("dimension", "")) or dimension_of.get(variable, "")
        strange = variable and variable not in dimension_of
        if strange or dimension not in component_of or (variable and dimension_of[variable] != dimension):
            reader.fault(
                "induk",
                f"{key}.{'variable' if variable else 'dimension'}",
                variable or dimension,
                "variabel atau dimensi yang ada di berkas ini",
            )
        reader.has_reference(table, key)
        quantity = None
        if "quantity" in table:
            asked = reader.fitting(table["quantity"], method_keys.QUANTITY, f"{key}.quantity")
            quantity = _quantity(reader, asked, f"{key}.quantity")
        rules = _rules(reader, table, quantity, key)
        if quantity is not None:
            _check_coverage(reader, quantity, rules, key)
        indicators.append(
            Indicator(
                code=code,
                label=str(table.get("label", code)),
                official=str(table.get("official", "")),
                component=component_of.get(dimension, ""),
                dimension=dimension,
                variable=variable,
                reference=str(table.get("reference") or table.get("source", "")),
                verification=str(table.get("verification", "")),
                no_article=str(table.get("no_article", "")),
                no_annex=int(table.get("no_annex", 0)),
                note=str(table.get("note", "")),
                scores_note=str(table.get("scores_note", "")),
                rules=rules,
                actors=tuple((who, str(what)) for who, what in table.get("actors", {}).items()),
                quantity=quantity,
            )
        )
    return tuple(indicators)


def _classes(reader: Reader) -> tuple[StatusClass, ...]:
    status_classes: list[StatusClass] = []
    for number, table in enumerate(reader.tables("class", method_keys.CLASS)):
        key = f"class[{number}]"
        code = str(table.get("code", ""))
        if not code or any(item.code == code for item in status_classes):
            reader.fault("kode", f"{key}.code", code, "kode yang terisi dan tidak berulang")
        interval = reader.interval(table.get("range", ""), f"{key}.range")
        reader.has_reference(table, key)
        if interval is None:
            continue
        if status_classes and interval.lower < status_classes[-1].range.lower:
            reader.fault("ambang", f"{key}.range", interval, "ambang menaik, kelas terendah lebih dahulu")
        status_classes.append(
            StatusClass(
                code=code,
                label=str(table.get("label", code)),
                level=number + 1,
                range=interval,
                synonyms=tuple(map(str, table.get("synonyms", ()))),
                reference=str(table.get("reference") or table.get("source", "")),
                meaning=str(table.get("meaning", "")),
            )
        )
    for fault in coverage_faults(_UNIT, [(item.label, item.range) for item in status_classes]):
        reader.fault("ambang", "class", fault, "kelas menutup [0, 1] tepat sekali")
    return tuple(status_classes)


def build(rule: rulefiles.RuleFile) -> tuple[Method | None, list[Problem]]:
    """Make a Method of a rule file.

    Returns the method (None when it cannot be used) and all Problems: ``metode.tanpa-rujukan``,
    ``metode.celah-atau-tumpang-tindih``, ``metode.ambang``, ``metode.induk``, ``metode.skor`` and others.
    """
    reader = Reader(rule)
    content = reader.fitting(rule.content, method_keys.HEAD, "")
    components = _branches(reader, "component", set(), "")
    dimensions = _branches(reader, "dimension", {item.code for item in components}, "component")
    variables = _branches(reader, "variable", {item.code for item in dimensions}, "dimension")
    indicators = _indicators(reader, dimensions, variables)
    classes = _classes(reader)
    order = {component.code: number for number, component in enumerate(components)}
    for component in components:
        if not any(item.component == component.code for item in indicators):
            reader.fault("kosong", f"component ({component.code})", expected="paling sedikit satu indikator")
    if content.get("missing", "tanpa-indeks") != "tanpa-indeks":
        reader.fault("kebijakan", "missing", content["missing"], "tanpa-indeks")
    aggregation = {
        level: reader.fitting(part, method_keys.RULE, f"aggregation.{level}")
        for level, part in reader.fitting(
            content.get("aggregation", {}), method_keys.AGGREGATION, "aggregation"
        ).items()
    }
    index_rule = aggregation.get("index", {}).get("rule", "")
    if index_rule not in ("rata-rata-komponen", "poin-per-maksimum"):
        reader.fault("agregasi", "aggregation.index.rule", index_rule, "rata-rata-komponen / poin-per-maksimum")
    component_rule = aggregation.get("component", {}).get("rule", "")
    if component_rule != "poin-per-maksimum":
        reader.fault("agregasi", "aggregation.component.rule", component_rule, "poin-per-maksimum")
    levels = tuple(map(str, content.get("levels", ("Komponen", "Dimensi", "Variabel", "Indikator"))))
    if len(levels) != 4:
        reader.fault("bentuk", "levels", ", ".join(levels), "empat nama jenjang")
    years = content.get("years", [])
    if not all(type(year) is int for year in years):
        reader.fault("bentuk", "years", ", ".join(map(str, years)), "daftar tahun, seperti [2021, 2022]")
    notes = reader.tables("note", method_keys.NOTE)
    if content.get("unit", "rasio") not in ("rasio", "persen"):
        reader.fault("bentuk", "unit", content.get("unit"), "rasio / persen")
    if reader.problems:
        return None, reader.problems
    method = Method(
        id=rule.id,
        title=rule.title,
        short=str(content.get("short", rule.id)),
        standing=rule.standing,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        years=tuple(years),
        reference=rule.reference,
        verification=rule.verification,
        version=rule.sha256,
        unit=cast("Literal['rasio', 'persen']", content.get("unit", "rasio")),
        decimals=int(content.get("decimals", 4)),
        level_names=cast("tuple[str, str, str, str]", levels),
        index_rule=index_rule,
        rule_texts=tuple(
            (level, str(part.get("text", "")), str(part.get("reference", ""))) for level, part in aggregation.items()
        ),
        components=components,
        dimensions=dimensions,
        variables=variables,
        indicators=tuple(sorted(indicators, key=lambda item: order[item.component])),
        classes=classes,
        notes=tuple(
            Note(str(table.get("where", "")), str(table.get("printed", "")), str(table.get("reading", "")))
            for table in notes
        ),
    )
    if method.denominator > MOST_STEPS:
        got = f"penyebut bersama {method.denominator}"
        reader.fault("penyebut", "component", got, f"paling besar {MOST_STEPS}")
        return None, reader.problems
    return method, []


METHODS = RuleKind(
    KIND,
    "methodology/methods",
    build,
    key="method",
    hint="Lihat daftar dengan perintah: swadaya rules list",
)


def method(method_id: str) -> Method:
    """The method of that id, from the product or from SWADAYA_RULES. Raises Invalid when unknown or refused."""
    return METHODS.get(method_id)


def all_methods() -> tuple[Method, ...]:
    """Every method. Raises Invalid with the faults of the first that is refused."""
    return METHODS.all()
