"""What may be asked. Titles are for Indonesian readers, descriptions for English ones; OpenAPI has both.

A parameter that is left out means: no such filter. One that is not known here is refused, so that a slip of the pen
never widens a list.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from ninja.params.functions import Path
from pydantic import Field

from .cursors import LONGEST

MOST, USUAL = 1000, 100
LARGEST = 2**31 - 1
CODE = r"^([0-9]{2}(\.?[0-9]{2}(\.?[0-9]{2}(\.?[0-9]{4})?)?)?)?$"
WHOLE_CODE = r"^[0-9]{2}(\.?[0-9]{2}(\.?[0-9]{2}(\.?[0-9]{4})?)?)?$"
VILLAGE_CODE = r"^[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}\.?[0-9]{4}$"
WORD = r"^[a-z0-9_-]*$"
SCHEME = r"^(nasional|provinsi|kabkota|kecamatan|(pulau|tanda):[a-z0-9_-]{1,80})$"
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
EXAMPLE_VILLAGE, EXAMPLE_REGENCY = "3304092011", "3304"

LevelName = Literal["provinsi", "kabkota", "kecamatan", "desa"]


def _plain(schema: dict[str, Any]) -> None:
    """A parameter is left out, it is never null."""
    schema.pop("default", None)
    for one in schema.pop("anyOf", ()):
        if one != {"type": "null"}:
            schema.update(one)


def _said(title: str, description: str, default: Any = ..., **more: Any) -> Any:
    if default is None:
        more["json_schema_extra"] = _plain
    return Field(default, title=title, description=description, **more)


VillageCode = Annotated[
    str,
    Path(
        title="Kode desa",
        description="Village code, 10 digits, with or without dots.",
        pattern=VILLAGE_CODE,
        examples=[EXAMPLE_VILLAGE],
    ),
]
RegionCode = Annotated[
    str,
    Path(
        title="Kode wilayah",
        description="Region code of 2, 4, 6 or 10 digits, with or without dots.",
        pattern=WHOLE_CODE,
        examples=[EXAMPLE_REGENCY],
    ),
]
MethodId = Annotated[
    str,
    Path(
        title="Sebutan metode",
        description="Identifier of a method.",
        pattern=r"^[a-z0-9_-]{1,60}$",
        examples=["idm-operasional-2020"],
    ),
]
RunNumber = Annotated[
    int, Path(title="Nomor terbitan", description="Number of a published run.", ge=1, le=LARGEST, examples=[1])
]


class OneForm(Schema):
    """An answer that has one form only."""

    format: Literal["", "json"] = _said("Bentuk jawaban", "Form of the answer; JSON is the only one here.", "")


class ListQuery(Schema):
    """What every list has."""

    batas: int = _said("Paling banyak", f"Rows on a page, 1 to {MOST}.", USUAL, ge=1, le=MOST)
    kursor: str = _said(
        "Kursor",
        "Where to go on, as given in `next` of the page before. Leave all other parameters as they were.",
        "",
        max_length=LONGEST,
    )
    format: Literal["", "json", "csv", "parquet"] = _said(
        "Bentuk jawaban", "Form of the answer. Without it the Accept header decides; JSON by default.", ""
    )


class RunQuery(Schema):
    """Which published run is read: one by number, else the one on show for a year and method, else the latest."""

    terbitan: int | None = _said(
        "Nomor terbitan", "Number of a published run. Without it: the run on show.", None, ge=1, le=LARGEST
    )
    tahun: int | None = _said(
        "Tahun data", "Data year. Without it: the latest.", None, ge=1900, le=2999, examples=[2024]
    )
    metode: str = _said(
        "Metode",
        "Identifier of the method. Without it: the first of that year.",
        "",
        pattern=WORD,
        max_length=60,
        examples=["idm-operasional-2020"],
    )


class RegionsQuery(ListQuery):
    induk: str = _said(
        "Di dalam wilayah",
        "Only regions inside this one. Without `tingkat`: one level below it.",
        "",
        pattern=CODE,
        examples=[EXAMPLE_REGENCY],
    )
    tingkat: Literal["", "provinsi", "kabkota", "kecamatan", "desa"] = _said(
        "Tingkat", "Only regions of this level.", ""
    )
    cari: str = _said(
        "Cari nama",
        "Name or part of one, best match first, with or without its kind (Kab. Banjarnegara). A search has one page.",
        "",
        pattern=PRINTABLE,
        max_length=80,
        examples=["Sigeblog"],
    )
    historis: bool = _said("Dengan kode lama", "Also codes that are on no list in force.", default=False)


class RunsQuery(ListQuery):
    metode: str = _said("Metode", "Only runs of this method.", "", pattern=WORD, max_length=60)
    tahun: int | None = _said("Tahun data", "Only runs of this data year.", None, ge=1900, le=2999)
    semua: bool = _said(
        "Semua yang pernah terbit", "Also published runs that a newer one has replaced on show.", default=False
    )


class ResultsQuery(RunQuery, ListQuery):
    wilayah: str = _said("Wilayah", "Only villages of this region.", "", pattern=CODE, examples=[EXAMPLE_REGENCY])
    area: str = _said(
        "Kelompok wilayah",
        "Only villages of this area: an island group, a tag such as daerah tertinggal, or a kawasan.",
        "",
        pattern=WORD,
        max_length=100,
        examples=["daerah-tertinggal-2020-2024"],
    )
    status: str = _said(
        "Status",
        "Only villages of this class, by its code in the method; `tanpa_indeks` for villages without an index.",
        "",
        pattern=WORD,
        max_length=60,
        examples=["maju"],
    )
    indeks_min: float | None = _said(
        "Indeks paling rendah",
        "Lowest index as shown, included; in the unit of the method.",
        None,
        ge=0,
        le=100,
        allow_inf_nan=False,
    )
    indeks_maks: float | None = _said(
        "Indeks paling tinggi",
        "Highest index as shown, included; in the unit of the method.",
        None,
        ge=0,
        le=100,
        allow_inf_nan=False,
    )
    urut: Literal["kode", "peringkat"] = _said(
        "Urutan", "Order: by code, or best first with equal ones by code and villages without an index last.", "kode"
    )


class AggregatesQuery(RunQuery, ListQuery):
    skema: str = _said(
        "Skema",
        "Grouping: nasional, provinsi, kabkota, kecamatan, `pulau:<scheme>` or `tanda:<tag>`.",
        "provinsi",
        pattern=SCHEME,
        examples=["kabkota"],
    )
    kunci: str = _said(
        "Kunci",
        "Only this group: a region code, or the label of an island or tag.",
        "",
        pattern=PRINTABLE,
        max_length=60,
        examples=[EXAMPLE_REGENCY],
    )
    induk: str = _said("Di dalam wilayah", "Only groups whose code lies in this region.", "", pattern=CODE)


class ReasonQuery(RunQuery, OneForm):
    pass


class ChangesQuery(ListQuery):
    dari: int | None = _said(
        "Terbitan lama",
        "Number of the earlier run. Without it: the one on show a data year before.",
        None,
        ge=1,
        le=LARGEST,
    )
    ke: int | None = _said(
        "Terbitan baru", "Number of the later run. Without it: the latest on show.", None, ge=1, le=LARGEST
    )
    wilayah: str = _said("Wilayah", "Only villages of this region.", "", pattern=CODE, examples=[EXAMPLE_REGENCY])
    dari_status: str = _said("Dari status", "Only villages that left this class.", "", pattern=WORD, max_length=60)
    ke_status: str = _said("Ke status", "Only villages that reached this class.", "", pattern=WORD, max_length=60)
