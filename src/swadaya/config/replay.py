"""Replay the script of a dump on a connection, leaving out options that only the server it came from knows.

Servers of different versions share tables, rows, constraints, triggers, indexes and rights, but not every option:
pg_dump sets parameters of the session that older servers lack, and a server may keep options of its own on tables,
columns and indexes. Such an option steers how rows are stored and found, never what they say. Whether an option is
known, the server alone decides: every statement is tried as it stands, and only an option that the server names in
its refusal is left out. Any other refusal ends the replay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg import errors

_ENTRY = re.compile(rb"-- (?:Data for )?Name: .*; Type: ([A-Z ]+); Schema: .*; Owner: .*\n")
_END = b"-- PostgreSQL database dump complete\n"
_RESTRICT = re.compile(rb"\\(?:un)?restrict \w+\n")
"""For psql, which this is not: no line of the script is ever taken for a command of psql."""

_COPY = re.compile(rb"COPY .+ FROM stdin;\n")
_ROWS_END = b"\\.\n"
_SET = re.compile(rb"SET ([a-z_][a-z0-9_.]*) = (?:'[^']*'|[\w.+-]+);")
_BLOCK = 2**18

_NAME = rb'(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)'
_OPTION = rb"(?:" + _NAME + rb"\.)?" + _NAME + rb"(?:=(?:'(?:[^']|'')*'|[\w.+-]+))?"
_OPTIONS = rb"\((?P<options>" + _OPTION + rb"(?:, " + _OPTION + rb")*)\)"
_OF_COLUMN = re.compile(
    rb"^ALTER TABLE (?:ONLY )?\S[^\n]* ALTER COLUMN [^\n]+ SET " + _OPTIONS + rb";\n?", re.MULTILINE
)
_OF_TABLE = re.compile(rb"^WITH " + _OPTIONS + rb"(?=;| AS$|\n| TABLESPACE )", re.MULTILINE)
_OF_INDEX = re.compile(rb" WITH " + _OPTIONS + rb"(?=;| WHERE | TABLESPACE |\n)")
_PLACES = {
    "TABLE": (_OF_COLUMN, _OF_TABLE),
    "FOREIGN TABLE": (_OF_COLUMN,),
    "MATERIALIZED VIEW": (_OF_COLUMN, _OF_TABLE),
    "CONSTRAINT": (_OF_INDEX,),
    "INDEX": (_OF_INDEX,),
}
"""Where an entry of the dump has options. Those of a view are absent on purpose: they guard who sees what."""


class Truncated(Exception):
    """The script ends among the rows of a table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the script that the server takes as one. ``kind``: pg_dump's word for it, or SET, or COPY."""

    kind: str
    text: bytes


def replay(link: psycopg.Connection, lines: Iterable[bytes]) -> Counter[str]:
    """Run a script in the connection's open transaction.

    Args:
        lines: what ``pg_restore --file=-`` writes.

    Returns:
        Names of the options left out, each with how often.

    Raises:
        psycopg.Error: the server refused more than an unknown option.
        Truncated
    """
    left: Counter[str] = Counter()
    script = iter(lines)
    for piece in pieces(script):
        if piece.kind == "COPY":
            with link.cursor() as cursor, cursor.copy(piece.text) as copy:
                for block in _rows(script):
                    copy.write(block)
        elif piece.kind == "SET":
            left.update(_set(link, piece.text))
        else:
            left.update(_make(link, piece))
    return left


def pieces(script: Iterator[bytes]) -> Iterator[Piece]:
    """Cut a script where pg_dump says that an entry begins; whoever gets a COPY takes its rows off ``script``.

    A text that imitates such a line is cut in the middle of a literal, which the server refuses.
    """
    kind, held = "", list[bytes]()
    for line in script:
        entry = _ENTRY.fullmatch(line)
        if entry or line == _END:
            yield from _cut(kind, held)
            kind, held = entry[1].decode() if entry else "", []
        elif kind == "TABLE DATA" and _COPY.fullmatch(line):
            yield from _cut(kind, held)
            yield Piece("COPY", line)
            held = []
        elif kind or not _RESTRICT.fullmatch(line):
            held.append(line)
    yield from _cut(kind, held)


def _cut(kind: str, held: list[bytes]) -> Iterator[Piece]:
    """The entry, then the parameters that pg_dump sets for the next one."""
    following: list[Piece] = []
    while held and ((line := held[-1].strip()) in (b"", b"--") or _SET.fullmatch(line)):
        held.pop()
        if line.startswith(b"SET"):
            following.insert(0, Piece("SET", line))
    if kind:
        text = b"".join(held).strip().removeprefix(b"--").strip()
        if text:
            yield Piece(kind, text)
    else:  # before and after all entries each line is a statement, or a remark
        for line in map(bytes.strip, held):
            if line and not line.startswith(b"--"):
                yield Piece("SET" if _SET.fullmatch(line) else "", line)
    yield from following


def _rows(script: Iterator[bytes]) -> Iterator[bytes]:
    held, size = list[bytes](), 0
    for line in script:
        if line == _ROWS_END:
            yield b"".join(held)
            return
        held.append(line)
        size += len(line)
        if size > _BLOCK:
            yield b"".join(held)
            held, size = [], 0
    raise Truncated


def _set(link: psycopg.Connection, text: bytes) -> list[str]:
    try:
        with link.transaction():
            link.execute(text)
    except errors.UndefinedObject:
        match = _SET.fullmatch(text)
        name = match[1].decode() if match else ""
        if link.execute("SELECT current_setting(%s, true)", [name]).fetchone() != (None,):
            raise
        return [name]
    return []


def _make(link: psycopg.Connection, piece: Piece) -> list[str]:
    text, left = piece.text, list[str]()
    while True:
        try:
            with link.transaction():
                link.execute(text)
            return left
        except errors.InvalidParameterValue as error:
            text, names = without(text, piece.kind, error.diag.message_primary or "")
            if not names:
                raise
            left += names


def without(text: bytes, kind: str, refusal: str) -> tuple[bytes, list[str]]:
    """An entry without the options that the server names in its refusal; and their names.

    The name is looked for, not the words around it: a server may speak any language.

    >>> without(b'CREATE INDEX i ON t USING btree (a) WITH (new=1, fillfactor=70);', 'INDEX', 'tidak dikenal: "new"')
    (b'CREATE INDEX i ON t USING btree (a) WITH (fillfactor=70);', ['new'])
    """
    left: list[str] = []

    def shorten(match: re.Match[bytes]) -> bytes:
        options = re.findall(_OPTION, match["options"])
        kept = [option for option in options if not _is_named(option, refusal)]
        left.extend(_name(option) for option in options if option not in kept)
        if not kept:
            return b""
        return match[0].replace(match["options"], b", ".join(kept))

    for place in _PLACES.get(kind, ()):
        text = place.sub(shorten, text)
    return text, left


def _name(option: bytes) -> str:
    return option.partition(b"=")[0].decode(errors="replace").replace('"', "")


def _is_named(option: bytes, refusal: str) -> bool:
    name = re.escape(_name(option).rpartition(".")[2])
    return re.search(rf"(?<![\w$]){name}(?![\w$])", refusal) is not None
