"""What the pages of a group show."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import F, Q

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.wilayah import selectors as wilayah

from . import access
from .meetings.detail import meeting_lines
from .members.office_holders import officer_terms, officers_of
from .models import Activity, Consent, Fact, Ksm, Link, Meeting, Member, PersonalData, WorkPlan
from .rules import profile
from .values import (
    FACT_KINDS,
    GROUP_KINDS,
    LINK_KINDS,
    PRINCIPLES,
    ActivityInfo,
    FactInfo,
    GroupPage,
    LinkInfo,
    OfficerInfo,
    PlanInfo,
    SettingInfo,
    Shares,
)

_SHOWN = 10


def group(ksm_id: UUID, *, by: Viewer) -> GroupPage:
    """A group's page. Raises OutOfSight."""
    ksm, _ = access.group_for(by, ksm_id)
    place, today = access.place_of(ksm), clock.today()
    village, setting = wilayah.get(ksm.desa), setting_of(ksm, today)
    status = access.fact_on(ksm, "status", today)
    knows = by.may(access.SEE_MEMBERS, place)
    shown = officers_of(ksm, today, named=knows)
    shares = _shares(ksm, today, knows=knows)
    planned = (
        Meeting.objects.filter(ksm=ksm, state="direncanakan", planned_on__gte=today).order_by("planned_on").first()
    )
    known = profile.Known(
        ksm.vision,
        ksm.mission,
        ksm.goals,
        {one.office for one in shown},
        access.rules_on(ksm, today),
        access.name_of(ksm),
        ksm.tie,
        shares.members,
        _consenting(ksm, today),
    )
    return GroupPage(
        id=ksm.public_id,
        name=access.name_of(ksm),
        kind=ksm.kind,
        kind_label=GROUP_KINDS[ksm.kind],
        origin=ksm.origin,
        desa=ksm.desa,
        desa_name=village.label if village else ksm.desa,
        status=status.value if status else "aktif",
        status_since=status.effective_on if status else ksm.founded_on,
        founded_on=ksm.founded_on,
        tie=ksm.tie,
        tie_note=ksm.tie_note,
        goals=ksm.goals,
        vision=ksm.vision,
        mission=ksm.mission,
        structure=ksm.structure,
        legal_form=_value(ksm, "badan-hukum", today),
        affiliation=_value(ksm, "afiliasi", today),
        shares=shares,
        officers=shown,
        setting=setting,
        completeness=profile.completeness(known),
        principles=PRINCIPLES,
        consenting=known.consenting,
        links=_links(ksm, by),
        activities=tuple(
            ActivityInfo(row.title, row.on, row.field, tuple(row.roles), row.note)
            for row in Activity.objects.filter(ksm=ksm).order_by("-on", "-id")[:_SHOWN]
        ),
        plans=tuple(_plans(ksm)[: 2 * _SHOWN]),
        meetings=tuple(
            meeting_lines(Meeting.objects.filter(ksm=ksm, held_on__isnull=False).order_by("-number")[:_SHOWN])
        ),
        next_meeting=meeting_lines([planned])[0] if planned else None,
        waiting=tuple(meeting_lines(Meeting.objects.filter(ksm=ksm, state="menunggu-konfirmasi").order_by("number"))),
        book_id=ksm.book,
        own_member=_own_member(ksm, by),
        may=frozenset(right for right in access.RIGHTS if by.may(right, place)),
    )


def _own_member(ksm: Ksm, by: Viewer) -> int | None:
    if by.person_id is None:
        return None
    rows = Member.objects.filter(ksm=ksm, person_id=by.person_id)
    return rows.order_by(F("left_on").desc(nulls_first=True), "-id").values_list("id", flat=True).first()


def _value(ksm: Ksm, kind: str, day: date) -> str:
    found = access.fact_on(ksm, kind, day)
    return found.value if found is not None else ""


def setting_of(ksm: Ksm, day: date) -> SettingInfo | None:
    row = access.setting_on(ksm, day)
    if row is None:
        return None
    return SettingInfo(row.effective_on, row.recorded_at, row.agreed, row.said, access.rules_on(ksm, day))


def _consenting(ksm: Ksm, day: date) -> int:
    ids = [member.id for member in access.enrolled_on(ksm, day)]
    return Consent.objects.filter(member_id__in=ids, kind="prinsip", withdrawn_on=None).count()


def _shares(ksm: Ksm, day: date, *, knows: bool) -> Shares:
    """Composition of the members of a day; of the poor only for who ``knows`` the members."""
    members = access.enrolled_on(ksm, day)
    women = sum(member.sex == "P" for member in members)
    if not knows:
        return Shares(len(members), women, None, None)
    rows = PersonalData.objects.filter(member__in=members, poor__isnull=False)
    poor = list(rows.values_list("poor", flat=True))
    return Shares(len(members), women, sum(map(bool, poor)), len(poor))


def _links(ksm: Ksm, by: Viewer) -> tuple[LinkInfo, ...]:
    """Groups this one learns with, whichever of the two said so; only those the viewer sees."""
    rows = Link.objects.filter(Q(ksm=ksm) | Q(other=ksm)).select_related("ksm", "other").order_by("since", "id")
    found = []
    for row in rows:
        elder = row.ksm_id == ksm.pk
        friend = row.other if elder else row.ksm
        label = LINK_KINDS[row.kind] if elder or row.kind == "sebaya" else "dibimbing kelompok ini"
        if by.sees("ksm", access.place_of(friend)):
            found.append(LinkInfo(friend.public_id, access.name_of(friend), row.kind, label, row.since, row.note))
    return tuple(found)


def facts_of(ksm_id: UUID, *, by: Viewer) -> list[FactInfo]:
    """Names, forms, affiliations and standings over time, newest first. Raises OutOfSight."""
    ksm, _ = access.group_for(by, ksm_id)
    rows = Fact.objects.filter(ksm=ksm).select_related("other").order_by("-effective_on", "-id")
    return [_fact(row, by) for row in rows]


def _fact(row: Fact, by: Viewer) -> FactInfo:
    other = row.other if row.other is not None and by.sees("ksm", access.place_of(row.other)) else None
    return FactInfo(
        row.kind,
        FACT_KINDS[row.kind],
        row.value,
        row.effective_on,
        row.note,
        row.recorded_at,
        other.public_id if other else None,
        access.name_of(other) if other else "",
    )


def plans_of(ksm_id: UUID, *, by: Viewer) -> list[PlanInfo]:
    """The whole work plan, newest year first. Raises OutOfSight."""
    return _plans(access.group_for(by, ksm_id)[0])


def _plans(ksm: Ksm) -> list[PlanInfo]:
    return [
        PlanInfo(row.year, row.field, row.title, row.starts_on, row.ends_on, row.budget, row.funded_by)
        for row in WorkPlan.objects.filter(ksm=ksm).order_by("-year", "starts_on", "id")
    ]


def terms_of(ksm_id: UUID, *, by: Viewer) -> list[OfficerInfo]:
    """Who held which office and when, newest first; names only for who may know members. Raises OutOfSight."""
    ksm, _ = access.group_for(by, ksm_id)
    return officer_terms(ksm, named=by.may(access.SEE_MEMBERS, access.place_of(ksm)))
