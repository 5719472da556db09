"""Commands as they are called, small tables to give them, and a few regions in the database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from standing import layer

from swadaya.core.codes import level_of, parent
from swadaya.methodology import Method, method
from swadaya.wilayah.rules.naming import kind_of
from swadaya.wilayah.rules.source import RegionRow, known_names

CODES = ("1101022001", "1101022002", "1101022003", "3304092011", "3304092012")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Call ``swadaya indeks ...`` through its entry point, in this process; nothing but its own exit may leave it."""
    from swadaya.cli.main import run

    def call(*words: object) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            run(["indeks", *map(str, words)])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Done(int(left.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Done]:
    """The same in a process of its own, without a database."""

    def call(*words: object, **options: Any) -> Done:
        environment = {**os.environ, "SWADAYA_HOME": str(tmp_path / "home"), "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-m", "swadaya.cli.main", "indeks", *map(str, words)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            **{"timeout": 300, **options},
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def idm() -> Method:
    return method("idm-operasional-2020")


@pytest.fixture
def score_table(idm: Method) -> Callable[..., pl.DataFrame]:
    """A filled template; highest scores where nothing else is said."""

    def make(*, codes: tuple[str, ...] = CODES, year: int = 2021, **columns: list[Any]) -> pl.DataFrame:
        values: dict[str, Any] = {"kode_desa": list(codes), "tahun": [year] * len(codes)}
        values |= {item.code: [item.maximum] * len(codes) for item in idm.indicators}
        return pl.DataFrame({name: [str(cell) for cell in cells] for name, cells in (values | columns).items()})

    return make


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Write text, bytes, a table or a value (as JSON) to a file of this test."""

    def write(name: str, content: object) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, pl.DataFrame):
            content.write_csv(path) if name.endswith(".csv") else content.write_excel(path)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


@dataclass
class FewRegions:
    """Real districts as a list of regions: quick to load."""

    prefixes: tuple[str, ...]
    valid_from: date = date(2025, 4, 25)
    name: str = "daftar uji"
    decree: str = "Keputusan uji"
    rows_of: dict[str, str] = field(default_factory=dict)

    def rows(self) -> Iterable[RegionRow]:
        for code, name in sorted(known_names().items()):
            if any(code.startswith(prefix) or prefix.startswith(code) for prefix in self.prefixes):
                yield RegionRow(code, level_of(code), kind_of(code), name, parent(code))


DISTRICTS = ("110102", "330409", "337101", "910101")


def load_districts() -> None:
    from swadaya.wilayah import services

    services.load_regions(FewRegions(DISTRICTS))


standing_districts = layer("standing_districts", load_districts)


@pytest.fixture
def load_few_regions() -> Callable[[], None]:
    """Load four districts of four provinces; call it inside a test that has the database."""
    return load_districts


@pytest.fixture
def regions(standing_districts: None) -> None:
    """Four districts of four provinces."""


@pytest.fixture(scope="session")
def few_codes() -> tuple[str, ...]:
    """The villages of these districts, without the towns."""
    found = [
        code for code in sorted(known_names()) if len(code) == 10 and code.startswith(DISTRICTS) and code[6] != "1"
    ]
    assert len(found) > 30
    return tuple(found)


@pytest.fixture
def make_sheet(idm: Method, few_codes: tuple[str, ...], tmp_path: Path) -> Callable[..., Any]:
    """Random existing scores of the villages of the few districts, read from a file as a user's would be."""
    from swadaya.indeks.formats.reading import read_sheet

    def make(*, year: int = 2021, seed: int = 1, codes: tuple[str, ...] = few_codes, **columns: list[Any]) -> Any:
        rng = np.random.default_rng(seed)
        table = {"kode_desa": list(codes), "tahun": [year] * len(codes)}
        table |= {item.code: rng.choice(item.scores, len(codes)).tolist() for item in idm.indicators}
        path = tmp_path / f"isian-{year}-{seed}.csv"
        pl.DataFrame(table | columns).write_csv(path)
        return read_sheet(path, idm)

    return make


@pytest.fixture
def take_in(make_sheet: Callable[..., Any]) -> Callable[..., Any]:
    """Import a sheet; returns the report."""
    from swadaya.indeks import services

    def call(sheet: Any = None, *, kind: str = "sendiri", **options: Any) -> Any:
        keep = {name: options.pop(name) for name in ("partial", "retrieved_on") if name in options}
        sheet = make_sheet(**options) if sheet is None else sheet
        return services.import_sheet(sheet, kind=kind, source="berkas uji", sha256="0" * 64, **keep)

    return call
