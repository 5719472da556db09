"""Which groups count as active. The meaning of "active" is data (rule file ``ksm-aktif``); this room knows how to test
it.

Source: SIPD card of active KSM, "yang aktif mengikuti kegiatan lembaga"; the card gives no formula, so the options are
design decisions. "Has an outstanding loan" is not among them: that is the denominator of a ratio of the managing unit,
not this indicator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader

KIND = "ksm-aktif"
OPTIONS = ("A", "B", "C", "F")


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One rule file: the option that is published, the one shown as quality, and their limits."""

    rule_id: str
    published: str
    quality: str
    quality_days: int
    meeting_share: Fraction
    visit_days: int
    options: Mapping[str, Option]
    reference: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one group on the day of the count.

    Attributes:
        bound: it exists under agreed rules. took_part: activities of BKM or village in the calendar year.
        planned, held: meetings of the last days; saved, in_time: of those meetings.
        visited: somebody saw it take part within the days of the rule file.
    """

    exists: bool
    bound: bool
    took_part: int
    planned: int
    held: int
    saved: bool
    in_time: bool
    visited: bool


def is_active(evidence: Evidence, option: str, definition: Definition) -> bool:
    """Whether a group is active in one of the meanings. Raises KeyError for an option nobody knows."""
    if not evidence.exists and option in OPTIONS:
        return False
    match option:
        case "A":
            return evidence.bound and evidence.took_part > 0
        case "B":
            share = definition.meeting_share
            return evidence.planned > 0 and evidence.held * share.denominator >= evidence.planned * share.numerator
        case "C":
            return evidence.bound and evidence.held > 0 and evidence.saved and evidence.in_time
        case "F":
            return evidence.visited
    raise KeyError(option)


def reasons(evidence: Evidence, option: str, definition: Definition) -> tuple[str, ...]:
    """Why a group is active in one of the meanings, or why not: what was found of everything that is asked.

    Raises KeyError for an option nobody knows.
    """
    if not evidence.exists:
        return ("tidak berjalan pada hari hitungan",)
    days = definition.quality_days
    bound = "aturan main disepakati" if evidence.bound else "aturan main belum disepakati"
    many = evidence.took_part
    took = f"ikut {many} kegiatan lembaga" if many else "belum tercatat ikut kegiatan lembaga"
    held = f"{evidence.held} dari {evidence.planned} pertemuan terlaksana dalam {days} hari"
    told = {
        "A": (bound, took),
        "B": (held,),
        "C": (
            bound,
            held,
            "ada simpanan wajib" if evidence.saved else "tidak ada simpanan wajib",
            "dibukukan tepat waktu" if evidence.in_time else "tidak selalu dibukukan tepat waktu",
        ),
        "F": (f"{'' if evidence.visited else 'tidak '}disaksikan dalam {definition.visit_days} hari",),
    }
    return told[option]


def count_day(year: int, today: date) -> date:
    """31 December, or today while the year runs."""
    return min(date(year, 12, 31), today)


def read(rule: RuleFile) -> tuple[Definition | None, list[Problem]]:
    """Read a file. Problems ``ksm-aktif.pilihan``, ``.bilangan``, each with its key."""
    reader = RuleReader(rule, KIND)
    content = rule.content
    options = {
        str(item.get("code")): Option(*(str(item.get(name, "")) for name in ("code", "label", "meaning")))
        for _, item in reader.tables("option")
    }
    for code in sorted(options.keys() - set(OPTIONS)):
        reader.fault("pilihan", "option.code", code, " / ".join(OPTIONS))
    published, quality = (reader.choice(content, name, "", tuple(options)) for name in ("published", "quality"))
    share = reader.fraction(content, "meeting_share", "")
    if not 0 < share <= 1:
        reader.fault("bilangan", "meeting_share", content.get("meeting_share"), 'bagian seperti "2/3"')
    days = {name: reader.number(content, name, "", least=1) for name in ("quality_days", "visit_days")}
    found = Definition(
        rule.id, published, quality, days["quality_days"], share, days["visit_days"], options, rule.reference
    )
    return (None if reader.problems else found), reader.problems


DEFINITIONS = RuleKind(KIND, "ksm/rules", read)


def in_force(on: date) -> Definition:
    """The definition in force on a day. Raises Invalid when there is none, or with its faults."""
    return DEFINITIONS.in_force(on)
