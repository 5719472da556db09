"""Small files of villages to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from swadaya.methodology import Method, method

CODES = ("1101022001", "1101022002", "1101022003", "3304092011", "3304092012")
"""Villages of two districts that are on the list."""


@pytest.fixture(scope="session")
def idm() -> Method:
    return method("idm-operasional-2020")


@pytest.fixture
def villages() -> tuple[str, ...]:
    return CODES


@pytest.fixture
def score_table(idm: Method) -> Callable[..., pl.DataFrame]:
    """A filled template: ``score_table(year=2021, codes=..., s01=[...])``; highest scores where nothing is said."""

    def make(*, codes: tuple[str, ...] = CODES, year: int = 2021, **columns: list[Any]) -> pl.DataFrame:
        values: dict[str, Any] = {"kode_desa": list(codes), "tahun": [year] * len(codes)}
        values |= {item.code: [item.maximum] * len(codes) for item in idm.indicators}
        return pl.DataFrame({name: [str(cell) for cell in cells] for name, cells in (values | columns).items()})

    return make


@pytest.fixture
def document(idm: Method) -> Callable[..., dict[str, Any]]:
    """A rumusan document as the ministry's service answers it; ``scores`` in the order of the method."""

    def make(
        code: str = "1101022001", year: int = 2022, scores: list[int] | None = None, **claims: Any
    ) -> dict[str, Any]:
        given = scores or [item.maximum for item in idm.indicators]
        rows: list[dict[str, Any]] = []
        components = []
        for component, part, top in zip(idm.components, idm.slices, idm.maxima, strict=True):
            for number, (item, score) in enumerate(zip(idm.indicators[part], given[part], strict=True), start=1):
                rows.append({"NO": number, "INDIKATOR": f"{item.official} ", "SKOR": score, "NILAI": "0", "KAB": None})
            ratio = sum(given[part]) / top
            components.append(ratio)
            said = claims.get(component.code.lower(), int(ratio) if ratio in (0, 1) else round(ratio, 14))
            rows.append({"NO": None, "INDIKATOR": f"{component.code} {year}", "SKOR": said, "NILAI": None})
        index = sum(components) / 3
        said_index = claims.get("idm", int(index) if index in (0, 1) else round(index, 14))
        points = np.array([sum(given[part]) for part in idm.slices])
        label = claims.get("status", idm.class_of(int(points @ np.array(idm.weights))).label)
        rows.append({"NO": None, "INDIKATOR": f"IDM {year}", "SKOR": said_index, "NILAI": None})
        rows.append({"NO": None, "INDIKATOR": f"STATUS IDM {year}", "SKOR": label, "NILAI": None})
        body = {
            "SUMMARIES": {"SKOR_SAAT_INI": said_index, "STATUS": label.upper(), "TAHUN": year},
            "ROW": rows,
            "IDENTITAS": [{"id_desa": code, "nama_desa": "FAJAR HARAPAN", "id_prov": code[:2]}],
        }
        return {"status": 200, "error": False, "mapData": body}

    return make


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Write text, bytes or a value (as JSON) to a file of this test."""

    def write(name: str, content: object) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_text(text, encoding="utf-8", newline="")
        return path

    return write
