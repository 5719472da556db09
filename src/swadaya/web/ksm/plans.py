"""What a group did and means to do: its activities in the three fields, and its work plan year by year."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, money
from swadaya.core.dates import day
from swadaya.core.problem import Problem, Where
from swadaya.core.tables import Column, Row, Table
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import FIELDS, ROLES, PlanInfo

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from .form_fields import Field
from .form_page import ask
from .page import group_steps, missing_day, place_of, read_day, read_number, refusals, require_right, show

_PLAN = (
    Field("rencana", "Rencana", longest=200),
    Field("bidang", "Bidang", choices=FIELDS),
    Field("tahun", "Tahun", mode="numeric", longest=4),
    Field("mulai", "Mulai", kind="date", required=False),
    Field("selesai", "Selesai", kind="date", required=False),
    Field("biaya", "Biaya (Rp)", kind="money", mode="numeric", required=False),
    Field("sumber", "Sumber dana", "Misalnya kas kelompok, UPK, dana desa.", required=False, longest=80),
)


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Plans by year, the newest first, with what each year costs; beside them what was done."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    plans = selectors.plans_of(ksm_id, by=viewer)
    years = [(year, list(rows)) for year, rows in groupby(plans, key=lambda one: one.year)]
    return show(
        request,
        "ksm/rencana.html",
        title="Kegiatan dan rencana",
        steps=group_steps(group),
        group=group,
        years=[_year_table(year, rows) for year, rows in years],
        fields=FIELDS,
        roles=ROLES,
    )


_YEAR = (
    Column("rencana", "Rencana", role="name"),
    Column("bidang", "Bidang", role="detail"),
    Column("waktu", "Waktu", role="detail"),
    Column("sumber", "Sumber dana", role="detail"),
    Column("biaya", "Biaya", "rupiah", role="figure"),
)


def _year_table(year: int, plans: list[PlanInfo]) -> Table:
    cost = sum(one.budget or 0 for one in plans)
    rows = [Row((one.title, FIELDS[one.field].capitalize(), _time(one), one.funded_by, one.budget)) for one in plans]
    total = [Row(("Jumlah", None, None, None, cost), "total")] if cost else []
    return Table(f"Rencana {year}", _YEAR, (*rows, *total))


def _time(one: PlanInfo) -> str:
    starts = day(one.starts_on) if one.starts_on else ""
    return f"{starts} sampai {day(one.ends_on)}".strip() if one.ends_on else starts


@work_page("GET", "POST")
def plan(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Add a line to the work plan."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    return ask(
        request,
        _PLAN,
        lambda form: _planned(form, ksm_id, viewer),
        title="Tambah rencana",
        steps=[*group_steps(group), ("Kegiatan dan rencana", f"/ksm/{ksm_id}/rencana/")],
        goes_to=f"/ksm/{ksm_id}/rencana/",
        first={"tahun": str(clock.today().year)},
        button="Simpan rencana",
    )


def _planned(form: Mapping[str, str], ksm_id: UUID, viewer: Viewer) -> tuple[Problem, ...]:
    year = read_number(form, "tahun")
    budget, wrong = money.read(form.get("biaya", ""), use=money.BUDGET, where=Where(key="biaya"))
    problems = [wrong] if wrong else []
    if year is None:
        problems.append(Problem("ksm.tanggal", Where(key="tahun"), form.get("tahun", "")[:10], "tahun, empat angka"))
    typed = [name for name in ("mulai", "selesai") if form.get(name, "").strip()]
    problems += [missing_day(name, form[name][:20]) for name in typed if read_day(form, name) is None]
    if problems or year is None:
        return tuple(problems)
    title, field, source = (form.get(name, "") for name in ("rencana", "bidang", "sumber"))
    return refusals(
        lambda: services.add_work_plan(
            ksm_id,
            year=year,
            title=title,
            field=field,
            starts_on=read_day(form, "mulai"),
            ends_on=read_day(form, "selesai"),
            budget=budget,
            funded_by=source,
            by=viewer,
        )
    )
