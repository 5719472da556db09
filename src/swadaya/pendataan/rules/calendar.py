"""When each stage of the work is open. Stages overlap; the workflow runs village by village, not stage by stage.

Source: the calendar of 2024 (updesa.com/idm-2024) in ``rules/kalender-2024.toml``; that a returned form may be mended
until the last verification closes, and that an amendment is bound to no stage, are design decisions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from swadaya.core import clock
from swadaya.core.dates import day
from swadaya.core.problem import Problem, Where
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind

KIND = "kalender-pendataan"
Stage = Literal["isi", "kecamatan", "kabupaten", "provinsi", "penetapan"]
STAGES: tuple[Stage, ...] = get_args(Stage)
STAGE_LABELS = {
    "isi": "pengisian oleh desa",
    "kecamatan": "pemeriksaan kecamatan",
    "kabupaten": "pemeriksaan kabupaten/kota",
    "provinsi": "pemeriksaan provinsi",
    "penetapan": "penetapan",
}
_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of one cycle; both days are included."""

    stage: Stage
    opens_on: date
    closes_on: date

    @property
    def label(self) -> str:
        return STAGE_LABELS[self.stage]

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on


def stage_problems(
    phases: Sequence[Phase],
    stage: Stage,
    *,
    on: date,
    returned: bool = False,
    amending: bool = False,
    desa: str = "",
) -> list[Problem]:
    """Why a stage is closed on a day, and who can extend it: ``kalender.belum-dibuka``, ``kalender.sudah-ditutup``.

    Args:
        returned: the form was sent back; it may be mended as long as anybody still verifies.
        amending: the form was decided before and reopened; no stage binds an amendment.
    """
    if amending:
        return []
    phase = next(item for item in phases if item.stage == stage)
    closes = max(item.closes_on for item in phases if item.stage != "penetapan") if returned else phase.closes_on
    where = Where(desa=desa, key=stage)
    hint = "Yang dapat mengubah jadwal: pengelola pendataan (peran Pemeriksa nasional)."
    if on < phase.opens_on and not returned:
        return [Problem("kalender.belum-dibuka", where, f"{phase.label} dibuka {day(phase.opens_on)}", day(on), hint)]
    if on > closes:
        return [
            Problem("kalender.sudah-ditutup", where, f"{phase.label} ditutup {day(closes)}", "hari sebelum itu", hint)
        ]
    return []


def phase_problems(phases: Sequence[Phase]) -> list[Problem]:
    """What is wrong with it: ``kalender.tahap`` (missing or twice), ``kalender.terbalik``, ``kalender.urutan``."""
    problems = []
    for stage in STAGES:
        count = sum(item.stage == stage for item in phases)
        if count != 1:
            problems.append(Problem("kalender.tahap", Where(key=stage), f"{count} kali", "tepat satu kali"))
    problems += [
        Problem(
            "kalender.terbalik",
            Where(key=item.stage),
            f"{day(item.opens_on)} sampai {day(item.closes_on)}",
            "hari tutup sesudah hari buka",
        )
        for item in phases
        if item.closes_on < item.opens_on
    ]
    if problems:
        return problems
    ordered = sorted(phases, key=lambda item: STAGES.index(item.stage))
    for before, after in zip(ordered, ordered[1:], strict=False):
        if after.opens_on < before.opens_on:
            got = f"{after.label} dibuka {day(after.opens_on)}"
            wanted = f"tidak sebelum {before.label} dibuka ({day(before.opens_on)})"
            problems.append(Problem("kalender.urutan", Where(key=after.stage), got, wanted))
    return problems


def read(rule: RuleFile) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    """Stage -> ("04-01", "06-14") of a rule file, and all that is wrong with it: ``kalender.bentuk`` and the above."""
    file = rule.file
    problems: list[Problem] = []
    found: dict[str, tuple[str, str]] = {}
    tables = rule.content.get("phase")
    if not isinstance(tables, list):
        return {}, [Problem("kalender.bentuk", Where(file=file, key="phase"), expected="daftar tabel phase")]
    for number, table in enumerate(tables):
        key = f"phase[{number}]"
        stage, days = str(table.get("stage", "")), (str(table.get("opens", "")), str(table.get("closes", "")))
        if stage not in STAGES or stage in found:
            expected = f"satu kali tiap tahap: {' / '.join(STAGES)}"
            problems.append(Problem("kalender.tahap", Where(file=file, key=f"{key}.stage"), stage, expected))
        for name, written in zip(("opens", "closes"), days, strict=True):
            if not _is_day(written):
                where = Where(file=file, key=f"{key}.{name}")
                problems.append(Problem("kalender.bentuk", where, written, "bulan-hari seperti 04-01"))
        found[stage] = days
    if not problems:
        problems += phase_problems(_phases(found, 2024))
    return found, problems


CALENDARS = RuleKind(KIND, "pendataan/rules", read, subject="kalender", key="kalender")


def default(year: int, *, rule_id: str = "") -> tuple[Phase, ...]:
    """The calendar of a year from the newest rule file in force before its end, or the one named.

    Raises:
        Invalid: ``kalender.tidak-dikenal``, or the faults of the file.
    """
    if not rule_id:
        last_day = date(year, 12, 31)
        rule = CALENDARS.newest(lambda rule: rule.valid_from <= last_day) or CALENDARS.newest(lambda _: True)
        rule_id = rule.id if rule else ""
    days = CALENDARS.get(rule_id)
    return _phases(days, year)


def _phases(days: dict[str, tuple[str, str]], year: int) -> tuple[Phase, ...]:
    return tuple(
        Phase(stage, date.fromisoformat(f"{year}-{days[stage][0]}"), date.fromisoformat(f"{year}-{days[stage][1]}"))
        for stage in STAGES
        if stage in days
    )


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(f"2023-{written}")
    except ValueError:
        return False
    return _DAY.fullmatch(written) is not None


def day_in_words(instant: datetime) -> str:
    """An instant as people in the west of the country read it: "3 Mei 2024 09.12 WIB"."""
    local = clock.in_wib(instant)
    return f"{day(local.date())} {local:%H.%M} WIB"
