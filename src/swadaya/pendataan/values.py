"""What the services and selectors of this room answer: frozen values, ready for a page. No Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from swadaya.core.problem import Problem
from swadaya.methodology import Method

from .rules.calendar import Phase
from .rules.questions import Section
from .rules.states import State

Status = Literal["tersimpan", "sama", "disusul", "perlu-alasan", "perlu-diperbaiki", "bentrok", "ditolak"]


@dataclass(frozen=True, slots=True)
class CycleInfo:
    """``phases`` in the order of the work; ``publications``: how many decrees there are already."""

    id: int
    method: Method
    year: int
    region: str
    region_name: str
    title: str
    phases: tuple[Phase, ...]
    publications: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One typed answer as a phone sends it.

    ``key``: UUIDv7 made by the phone; ``base``: key of the answer the phone last had from the server for this column
    ("" for none); ``reason``: why a doubtful answer is right; ``said_at``: the phone's clock.
    """

    key: str
    column: str
    value: str
    base: str = ""
    reason: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerInfo:
    """A current answer. ``value`` as kept, ``shown`` as people read it."""

    key: str
    column: str
    value: str
    shown: str
    source: str
    reason: str
    person: str
    person_id: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer. ``current``: the answer that now holds; ``other``: whose answer stands in the way."""

    key: str
    column: str
    status: Status
    problems: tuple[Problem, ...] = ()
    current: AnswerInfo | None = None
    other: AnswerInfo | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Score of an indicator from the current answers and the rule that gave it; ``score`` None: not yet."""

    code: str
    label: str
    score: int | None
    maximum: int
    rule: str
    action: str


@dataclass(frozen=True, slots=True)
class Saved:
    """``scores``: the indicators that the saved columns touch, judged anew."""

    version: int
    state: State
    outcomes: tuple[Outcome, ...]
    scores: tuple[Judged, ...]
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Moved:
    desa: str
    state: State
    round: int
    version: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One village of a bulk verification: what it became, or why not."""

    desa: str
    name: str
    moved: Moved | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class StepInfo:
    verb: str
    label: str
    duty: str
    from_state: State
    to_state: State
    round: int
    at: datetime
    effective_on: date
    person: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class RemarkInfo:
    id: int
    column: str
    level: str
    text: str
    person: str
    at: datetime
    resolved_at: datetime | None
    resolved_by: str


@dataclass(frozen=True, slots=True)
class EvidenceInfo:
    id: int
    column: str
    name: str
    media_type: str
    size: int
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileContent:
    """``sha256`` serves as ETag."""

    name: str
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer or fact offered by last year or by another room. ``column`` empty: a fact to show beside."""

    column: str
    value: str
    shown: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the viewer may do with the form now; empty ``level``: no verification waits for this viewer.

    ``why_not``: what keeps a viewer who has the right from using it now (calendar, four eyes).
    """

    answer: bool
    submit: bool
    level: str
    give_back: bool
    reopen: bool
    remark: bool
    why_not: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything a page of one village's form shows. ``answers``, ``offers`` and ``last_year`` by column."""

    cycle: CycleInfo
    form_id: int | None  # None: nobody has begun
    desa: str
    name: str
    path: tuple[tuple[str, str], ...]  # (code, name) from the province down
    state: State
    round: int
    version: int
    sections: tuple[Section, ...]
    answers: Mapping[str, AnswerInfo]
    scores: Mapping[str, Judged]
    offers: tuple[Offer, ...]
    remarks: tuple[RemarkInfo, ...]
    steps: tuple[StepInfo, ...]
    evidence: tuple[EvidenceInfo, ...]
    problems: tuple[Problem, ...]  # what keeps it from being submitted; where.column names the field
    answered: int
    asked: int
    k: int | None
    level: int
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class Count:
    """Villages of one part by state, in the order of ``states.STATES``; ``returned``: in diisi after a return."""

    code: str
    name: str
    desa: int
    states: Mapping[State, int]
    returned: int


@dataclass(frozen=True, slots=True)
class Progress:
    cycle: CycleInfo
    region: str
    name: str
    total: Count
    parts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class FormLine:
    desa: str
    name: str
    kecamatan: str
    state: State
    round: int
    version: int
    answered: int
    returned: bool
    last_act: str
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. ``what``: isi, ajukan, perbaiki, periksa-kecamatan, periksa-kabupaten, periksa-provinsi."""

    cycle: CycleInfo
    what: str
    line: FormLine
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class Imported:
    """``taken`` villages whose answers came in; ``left_out`` rows with an error (only with ``partial``).

    ``notes``: what was guessed or left out while reading.
    """

    taken: int
    answers: int
    unchanged: int
    left_out: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    position: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Decree:
    """The decree of a publication and its two signatories (Permendes PDTT 2/2016 Pasal 5(3))."""

    number: str
    decided_on: date
    title: str
    signers: tuple[Signer, Signer]
    place: str = "Jakarta"


@dataclass(frozen=True, slots=True)
class PublicationInfo:
    id: int
    cycle_id: int
    method_id: str
    year: int
    region: str
    region_name: str
    amendment: int
    decree: Decree
    run_id: int
    at: datetime
    desa: int
    changed: int
    amends: int | None


@dataclass(frozen=True, slots=True)
class ChangeInfo:
    desa: str
    name: str
    before_k: int | None
    before_level: int
    after_k: int | None
    after_level: int


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """``kind``: lampiran or berita-acara; ``level`` and ``region`` say whose."""

    id: int
    kind: str
    level: str
    region: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublicationPage:
    info: PublicationInfo
    method: Method
    changes: tuple[ChangeInfo, ...]
    documents: tuple[DocumentInfo, ...]
    overrides: tuple[tuple[str, str], ...]  # finding code, reason
    amendments: tuple[PublicationInfo, ...]
