"""The sheet of a meeting as a form: fields as typed, what they say, and where each field's fault is shown.

Names of fields are stable, for drafts are kept on telephones: ``hadir-<member>``, ``simpanan-<kind>-<member>``,
``<part>-<row>-<column>``, ``lembar-<note>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from swadaya.core import money, numbers
from swadaya.ksm.rules import cash_count
from swadaya.ksm.values import MeetingSheet, RecordInfo

ROWED = {
    "penarikan": ("anggota", "jenis", "jumlah"),
    "denda": ("anggota", "jumlah", "sebab"),
    "lain": ("pos", "jumlah", "keterangan"),
}
"""Sections that are lists of rows, with their columns."""
AGENDA = (
    "Pembukaan dan daftar hadir",
    "Pembacaan catatan rapat lalu",
    "Simpanan dan denda",
    "Pembacaan buku kas",
    "Penutup dan rencana rapat berikut",
)
"""Offered where none was planned. Source: design decision, after the order of the paper sheet."""
MOST_ROWS = 60
_STEPS = {"mingguan": 7, "dua-mingguan": 14, "bulanan": 28}
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the fields say, as the service takes it; ``fields``: the field by the key of a problem."""

    said: dict[str, Any]
    fields: dict[str, str] = field(default_factory=dict)


def offered(sheet: MeetingSheet, *, rhythm: str = "") -> dict[str, str]:
    """The fields of a new sheet: all present, today's date, the next meeting by the group's rhythm."""
    step = _STEPS.get(rhythm)
    following = sheet.held_on + timedelta(days=step) if step else None
    return {
        **_head(sheet, sheet.held_on, sheet.place),
        "berikut": following.isoformat() if following else "",
        **{f"hadir-{member.id}": "H" for member in sheet.members},
        **{f"agenda-{number}-judul": title for number, title in enumerate(sheet.agenda or AGENDA)},
    }


def recorded(sheet: MeetingSheet, record: RecordInfo) -> dict[str, str]:
    """The fields of a record that is to be corrected."""
    typed = {
        **_head(sheet, record.held_on, record.place),
        "berikut": record.next_on.isoformat() if record.next_on else "",
        "catatan": record.minutes,
        "keputusan": "\n".join(record.decisions),
        "alasan": record.cash.reason,
        "pembaca_kas": str(record.cash_reader or ""),
        **{f"hadir-{member}": mark for member, mark in record.marks.items()},
        **{f"lembar-{note}": str(number) for note, number in record.pieces.items()},
    }
    if not record.pieces:
        typed["dihitung"] = money.write(record.cash.counted)
    for number, (title, state) in enumerate(record.items):
        typed |= {f"agenda-{number}-judul": title, f"agenda-{number}-jadi": "ya" if state == "terlaksana" else ""}
    for row in record.sections.get("simpanan", ()):
        typed[f"simpanan-{row['jenis']}-{row['anggota']}"] = money.write(int(row["jumlah"]))
    for part, columns in ROWED.items():
        for number, row in enumerate(record.sections.get(part, ())):
            typed |= {f"{part}-{number}-{column}": _written(row.get(column, "")) for column in columns}
    return typed


def _head(sheet: MeetingSheet, held_on: date, place: str) -> dict[str, str]:
    return {
        "tanggal": held_on.isoformat(),
        "tempat": place,
        "kas_awal": str(sheet.opening_cash),
        "kunci": str(sheet.key),
        "pertemuan": str(sheet.meeting_id or ""),
    }


def _written(value: object) -> str:
    return money.write(value) if isinstance(value, int) else str(value)


def row_numbers(typed: Typed, part: str) -> list[int]:
    """Numbers of the rows of a section that the form holds, also empty ones."""
    places = (name.split("-")[1] for name in typed if name.startswith(f"{part}-") and name.count("-") == 2)
    found = {numbers.whole(place, most=MOST_ROWS - 1) for place in places}
    return sorted(number for number in found if number is not None)


def with_row(typed: Typed, wanted: str, sheet: MeetingSheet) -> dict[str, str]:
    """One more row, for whoever has no script. ``wanted``: a section, or ``denda:<number of an agreed fine>``."""
    part, _, preset = wanted.partition(":")
    if part not in ROWED and part != "agenda":
        return dict(typed)
    number = max(row_numbers(typed, part), default=-1) + 1
    columns = ROWED.get(part, ("judul",))
    added = {f"{part}-{number}-{column}": "" for column in columns}
    fine = numbers.whole(preset, most=len(sheet.fines) - 1)
    if fine is not None:
        reason, amount = sheet.fines[fine]
        added |= {f"denda-{number}-sebab": reason, f"denda-{number}-jumlah": money.write(amount)}
    return {**typed, **added}


def with_usual(typed: Typed, usual: Mapping[str, int]) -> dict[str, str]:
    """The usual compulsory amount for everybody present who has none yet.

    Args:
        usual: field name -> amount.
    """
    filled = dict(typed)
    for name, amount in usual.items():
        member = name.rpartition("-")[2]
        if typed.get(f"hadir-{member}") == "H" and not typed.get(name, "").strip():
            filled[name] = money.write(amount)
    return filled


def usual_amounts(sheet: MeetingSheet) -> dict[str, int]:
    """Field name -> the amount that the sheet offers."""
    part = next((one for one in sheet.parts if one.code == "simpanan"), None)
    return {f"simpanan-{row['jenis']}-{row['anggota']}": int(row["jumlah"]) for row in (part.rows if part else ())}


def spoken(typed: Typed) -> Spoken:
    """What the form says, from its fields alone: a draft sent twice says the same twice.

    Amounts stay as typed: the rules read them and say what is wrong.
    """
    made = Spoken(
        {
            "tanggal": typed.get("tanggal", "").strip(),
            "tempat": typed.get("tempat", "").strip(),
            "kas_awal": typed.get("kas_awal", "").strip(),
            "hadir": {
                name.removeprefix("hadir-"): mark for name, mark in sorted(typed.items()) if name[:6] == "hadir-"
            },
            "agenda": list(_agenda(typed)),
            "kas": _count(typed),
            "catatan": typed.get("catatan", "").strip(),
            "keputusan": [line.strip() for line in typed.get("keputusan", "").splitlines() if line.strip()],
            "berikut": typed.get("berikut", "").strip(),
            "pembaca_kas": typed.get("pembaca_kas", "").strip(),
        }
    )
    for name in ("pertemuan", "ditutup_pada"):
        if typed.get(name, "").strip():
            made.said[name] = typed[name].strip()
    _savings(typed, made)
    for part, columns in ROWED.items():
        _rows(part, columns, typed, made)
    return made


def _agenda(typed: Typed) -> Iterator[dict[str, str]]:
    for number in row_numbers(typed, "agenda"):
        title = typed.get(f"agenda-{number}-judul", "").strip()
        if title:
            yield {"judul": title, "keadaan": "terlaksana" if typed.get(f"agenda-{number}-jadi") else "ditunda"}


def _count(typed: Typed) -> dict[str, Any]:
    counted: dict[str, Any] = {"alasan": typed.get("alasan", "").strip()}
    pieces = {name: written.strip() for name, written in typed.items() if name[:7] == "lembar-" and written.strip()}
    if pieces:
        counted["lembar"] = {name.removeprefix("lembar-"): _whole(number) for name, number in pieces.items()}
    if typed.get("dihitung", "").strip():
        counted["dihitung"] = typed["dihitung"].strip()
    return counted


def _whole(written: str) -> int | str:
    number = numbers.count(written, most=cash_count.MOST_PIECES)
    return written if number is None else number


def _savings(typed: Typed, made: Spoken) -> None:
    rows = made.said["simpanan"] = []
    for name in sorted(one for one in typed if one[:9] == "simpanan-" and one.count("-") == 2):
        _, kind, member = name.split("-")
        if typed[name].strip():
            made.fields[f"simpanan[{len(rows)}]"] = name
            rows.append({"anggota": member, "jenis": kind, "jumlah": typed[name].strip()})


def _rows(part: str, columns: Sequence[str], typed: Typed, made: Spoken) -> None:
    rows = made.said[part] = []
    for number in row_numbers(typed, part):
        cells = {column: typed.get(f"{part}-{number}-{column}", "").strip() for column in columns}
        if cells["jumlah"]:
            made.fields[f"{part}[{len(rows)}]"] = f"{part}-{number}"
            rows.append(cells)


def field_of(key: str, made: Spoken) -> str:
    """The field that a problem speaks of; empty when it is none of this form.

    >>> field_of("hadir.12", Spoken({})), field_of("kas.dihitung", Spoken({}))
    ('hadir-12', 'dihitung')
    """
    row, _, column = key.partition("].")
    if f"{row}]" in made.fields:
        place = made.fields[f"{row}]"]
        return place if place.startswith("simpanan-") else f"{place}-{column}"
    if key.startswith("kas.lembar."):
        return f"lembar-{key.rpartition('.')[2]}"
    if key.startswith("kas."):
        return key.removeprefix("kas.")
    if key.startswith("hadir."):
        return f"hadir-{key.removeprefix('hadir.')}"
    known = {"kas": "dihitung", "keputusan": "keputusan"}
    return known.get(key.partition("[")[0], key)


def amount(typed: Typed, name: str) -> int:
    """A field as Rupiah; what cannot be read counts as nothing here, the rules say what is wrong with it."""
    return money.read(typed.get(name, ""), use=money.MEETING)[0] or 0


def any_unread(typed: Typed) -> bool:
    """Whether any field of an amount or of pieces holds what the rules refuse."""
    amounts = [name for name in typed if name.endswith("-jumlah") or name.startswith("simpanan-") or name == "dihitung"]
    notes = [written for name, written in typed.items() if name.startswith("lembar-") and written.strip()]
    return any(money.read(typed[name], use=money.MEETING)[1] for name in amounts) or any(
        numbers.count(written, most=cash_count.MOST_PIECES) is None for written in notes
    )


def pieces(typed: Typed, note: int) -> int:
    """How many pieces of a note a field says; none where it cannot be read."""
    return numbers.count(typed.get(f"lembar-{note}", ""), most=cash_count.MOST_PIECES) or 0
