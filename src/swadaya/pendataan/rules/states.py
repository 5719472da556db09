"""The states of a form, the steps between them, and who may take them. The trigger of migration 0002 says the same.

Source: the order of levels is that of Permendes PDTT 2/2016 Pasal 5 and 6 and of the ministry's FAQ; four eyes and the
reopening for an amendment are design decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from swadaya.core.problem import Problem, Where

State = Literal["kosong", "diisi", "diajukan", "kecamatan", "kabupaten", "provinsi", "ditetapkan"]
Duty = Literal["isi", "kecamatan", "kabupaten", "provinsi", "penetapan"]
Level = Literal["kecamatan", "kabupaten", "provinsi"]
Verb = Literal[
    "isi", "ajukan", "periksa-kecamatan", "periksa-kabupaten", "periksa-provinsi", "kembali", "tetapkan", "buka"
]

STATES: tuple[State, ...] = get_args(State)
LEVELS: tuple[Level, ...] = get_args(Level)
OPEN: frozenset[State] = frozenset({"kosong", "diisi"})
"""States in which answers are taken."""

STATE_LABELS: Mapping[State, str] = {
    "kosong": "belum diisi",
    "diisi": "sedang diisi",
    "diajukan": "diajukan",
    "kecamatan": "diverifikasi kecamatan",
    "kabupaten": "diverifikasi kabupaten/kota",
    "provinsi": "diverifikasi provinsi",
    "ditetapkan": "ditetapkan",
}
DUTY_LABELS: Mapping[Duty, str] = {
    "isi": "mengisi",
    "kecamatan": "memeriksa di kecamatan",
    "kabupaten": "memeriksa di kabupaten/kota",
    "provinsi": "memeriksa di provinsi",
    "penetapan": "menetapkan",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that exists: ``right`` is what it takes, ``duty`` what whoever takes it does in the round."""

    verb: Verb
    source: State
    target: State
    duty: Duty
    right: str
    label: str
    reasoned: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition("isi", "kosong", "diisi", "isi", "isian.isi", "mulai diisi"),
    Transition("ajukan", "diisi", "diajukan", "isi", "isian.ajukan", "diajukan"),
    Transition(
        "periksa-kecamatan", "diajukan", "kecamatan", "kecamatan", "isian.periksa-kecamatan", "diverifikasi kecamatan"
    ),
    Transition(
        "periksa-kabupaten",
        "kecamatan",
        "kabupaten",
        "kabupaten",
        "isian.periksa-kabupaten",
        "diverifikasi kabupaten/kota",
    ),
    Transition(
        "periksa-provinsi", "kabupaten", "provinsi", "provinsi", "isian.periksa-provinsi", "diverifikasi provinsi"
    ),
    Transition("tetapkan", "provinsi", "ditetapkan", "penetapan", "siklus.terbit", "ditetapkan"),
    Transition(
        "kembali", "diajukan", "diisi", "kecamatan", "isian.periksa-kecamatan", "dikembalikan kecamatan", reasoned=True
    ),
    Transition(
        "kembali",
        "kecamatan",
        "diisi",
        "kabupaten",
        "isian.periksa-kabupaten",
        "dikembalikan kabupaten/kota",
        reasoned=True,
    ),
    Transition(
        "kembali", "kabupaten", "diisi", "provinsi", "isian.periksa-provinsi", "dikembalikan provinsi", reasoned=True
    ),
    Transition("kembali", "provinsi", "diisi", "penetapan", "siklus.terbit", "dikembalikan penerbit", reasoned=True),
    Transition("buka", "ditetapkan", "diisi", "penetapan", "siklus.terbit", "dibuka untuk perbaikan", reasoned=True),
)
_BY_SOURCE: Mapping[tuple[Verb, State], Transition] = {(item.verb, item.source): item for item in TRANSITIONS}


def transition(verb: Verb, state: State) -> Transition | None:
    """The step of that name out of a state; None when there is none.

    >>> transition("kembali", "kabupaten").right, transition("ajukan", "diajukan")
    ('isian.periksa-provinsi', None)
    """
    return _BY_SOURCE.get((verb, state))


def next_verification(state: State) -> Transition | None:
    """The verification a form waits for.

    >>> next_verification("diajukan").duty, next_verification("provinsi")
    ('kecamatan', None)
    """
    return next((item for item in TRANSITIONS if item.source == state and item.verb.startswith("periksa-")), None)


def takes_answers(state: State) -> bool:
    return state in OPEN


def step_problems(
    verb: Verb,
    state: State,
    *,
    reason: str = "",
    person: int | None,
    duties: Iterable[tuple[int | None, str]],
    desa: str,
) -> list[Problem]:
    """Everything that keeps a person from taking a step now.

    Args:
        person: who acts; None is a command, which may fill and publish but not verify.
        duties: (person, duty) of everything done in this round so far.

    Returns:
        Problems ``isian.langkah`` (no such step out of this state), ``isian.tanpa-alasan``, ``isian.mata-kedua``
        (the same person had another duty in this round), ``isian.tanpa-orang``.
    """
    where = Where(desa=desa)
    step = transition(verb, state)
    if step is None:
        wanted = " / ".join(STATE_LABELS[item.source] for item in TRANSITIONS if item.verb == verb)
        return [Problem("isian.langkah", where, f"isian {STATE_LABELS[state]}", f"isian {wanted}")]
    problems = []
    if step.reasoned and not reason.strip():
        problems.append(Problem("isian.tanpa-alasan", where, "alasan kosong", "alasan yang dapat dipahami pengisi"))
    problems += duty_problems(step.duty, person=person, duties=duties, desa=desa)
    return problems


def duty_problems(
    duty: Duty, *, person: int | None, duties: Iterable[tuple[int | None, str]], desa: str
) -> list[Problem]:
    """Four eyes: ``isian.mata-kedua``, or ``isian.tanpa-orang`` where a command would verify."""
    where = Where(desa=desa)
    if person is None:
        if duty not in LEVELS:
            return []
        return [Problem("isian.tanpa-orang", where, "perintah", "orang yang memeriksa dengan akunnya sendiri")]
    others = sorted({done for who, done in duties if who == person and done != duty})
    if not others:
        return []
    labels = {str(code): label for code, label in DUTY_LABELS.items()}
    return [
        Problem(
            "isian.mata-kedua",
            where,
            f"Anda sudah {' dan '.join(labels[done] for done in others)} isian ini",
            f"orang lain untuk {DUTY_LABELS[duty]}",
            "Satu orang hanya memegang satu tugas dalam satu putaran.",
        )
    ]
