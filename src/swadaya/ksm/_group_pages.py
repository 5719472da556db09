"""What the pages of a group and its members show."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from swadaya.accounts.access import OutOfSight, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.wilayah import selectors as wilayah

from . import books, nik, profile, reach, vault
from ._meeting_pages import meeting_lines
from ._officers import officers_of
from .models import (
    Activity,
    Consent,
    Fact,
    Ksm,
    Link,
    Meeting,
    Member,
    PersonalData,
    WorkPlan,
)
from .values import (
    FACT_KINDS,
    GROUP_KINDS,
    PRINCIPLES,
    ActivityInfo,
    FactInfo,
    GroupPage,
    LinkInfo,
    MemberInfo,
    MemberStatement,
    PlanInfo,
    SettingInfo,
    Shares,
)

_SHOWN = 10


def group(ksm_id: UUID, *, by: Viewer) -> GroupPage:
    """A group's page. Raises OutOfSight."""
    ksm, _ = reach.group_for(by, ksm_id)
    place, today = reach.place_of(ksm), clock.today()
    village, setting = wilayah.get(ksm.desa), setting_of(ksm, today)
    status = reach.fact_on(ksm, "status", today)
    knows = by.may(reach.SEE_MEMBERS, place)
    shown = officers_of(ksm, today, named=knows)
    shares = shares_of(ksm, today)
    planned = (
        Meeting.objects.filter(ksm=ksm, state="direncanakan", planned_on__gte=today).order_by("planned_on").first()
    )
    known = profile.Known(
        ksm.vision, ksm.mission, ksm.goals, {one.office for one in shown}, reach.rules_on(ksm, today),
        reach.name_of(ksm), ksm.tie, shares.members, _consenting(ksm, today),
    )  # fmt: skip
    return GroupPage(
        id=ksm.public_id,
        name=reach.name_of(ksm),
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
        plans=tuple(
            PlanInfo(row.year, row.field, row.title, row.starts_on, row.ends_on, row.budget, row.funded_by)
            for row in WorkPlan.objects.filter(ksm=ksm).order_by("-year", "starts_on", "id")[: 2 * _SHOWN]
        ),
        meetings=tuple(
            meeting_lines(Meeting.objects.filter(ksm=ksm, held_on__isnull=False).order_by("-number")[:_SHOWN])
        ),
        next_meeting=meeting_lines([planned])[0] if planned else None,
        book_id=ksm.book,
        own_member=_own_member(ksm, by),
        may=frozenset(right for right in reach.RIGHTS if by.may(right, place)),
    )


def _own_member(ksm: Ksm, by: Viewer) -> int | None:
    if by.person_id is None:
        return None
    return Member.objects.filter(ksm=ksm, person_id=by.person_id).values_list("id", flat=True).first()


def _value(ksm: Ksm, kind: str, day: date) -> str:
    found = reach.fact_on(ksm, kind, day)
    return found.value if found is not None else ""


def setting_of(ksm: Ksm, day: date) -> SettingInfo | None:
    row = reach.setting_on(ksm, day)
    if row is None:
        return None
    return SettingInfo(row.effective_on, row.recorded_at, row.agreed, row.said, reach.rules_on(ksm, day))


def _consenting(ksm: Ksm, day: date) -> int:
    ids = [member.id for member in reach.enrolled_on(ksm, day)]
    return Consent.objects.filter(member_id__in=ids, kind="prinsip", withdrawn_on=None).count()


def shares_of(ksm: Ksm, day: date) -> Shares:
    """Composition of the members of a day, for the group's own page."""
    members = reach.enrolled_on(ksm, day)
    poor = dict(PersonalData.objects.filter(member__in=members, poor__isnull=False).values_list("member_id", "poor"))
    women = sum(member.sex == "P" for member in members)
    return Shares(len(members), women, sum(map(bool, poor.values())), len(poor))


def _links(ksm: Ksm, by: Viewer) -> tuple[LinkInfo, ...]:
    rows = Link.objects.filter(ksm=ksm).select_related("other").order_by("since", "id")
    return tuple(
        LinkInfo(row.other.public_id, reach.name_of(row.other), row.kind, row.since, row.note)
        for row in rows
        if by.sees("ksm", reach.place_of(row.other))
    )


def facts_of(ksm_id: UUID, *, by: Viewer) -> list[FactInfo]:
    """Names, forms, affiliations and standings over time, newest first. Raises OutOfSight."""
    ksm, _ = reach.group_for(by, ksm_id)
    rows = Fact.objects.filter(ksm=ksm).order_by("-effective_on", "-id")
    return [
        FactInfo(row.kind, FACT_KINDS[row.kind], row.value, row.effective_on, row.note, row.recorded_at) for row in rows
    ]


def members(ksm_id: UUID, *, by: Viewer, on: date | None = None) -> list[MemberInfo]:
    """Members of a day, by number; without a day also those who left. Raises OutOfSight, NotAllowed."""
    ksm, _ = reach.group_for(by, ksm_id, reach.SEE_MEMBERS)
    day = on or clock.today()
    rows = Member.objects.filter(ksm=ksm).select_related("data").order_by("number")
    consents: dict[int, list[str]] = {}
    for member, kind in Consent.objects.filter(member__ksm=ksm, withdrawn_on=None).values_list("member_id", "kind"):
        consents.setdefault(member, []).append(kind)
    offices: dict[int, list[str]] = {}
    for officer in officers_of(ksm, day, named=False):
        offices.setdefault(officer.member, []).append(officer.office)
    kept = [row for row in rows if on is None or (row.joined_on <= on and (row.left_on is None or on <= row.left_on))]
    return [_member(ksm, row, tuple(sorted(consents.get(row.id, ()))), tuple(offices.get(row.id, ()))) for row in kept]


def _member(ksm: Ksm, row: Member, consents: tuple[str, ...], offices: tuple[str, ...]) -> MemberInfo:
    data: PersonalData = row.data
    return MemberInfo(
        row.id, row.number, data.name, row.sex, row.joined_on, row.left_on, data.poor, data.poor_source, data.phone,
        _masked(ksm, data), consents, offices, data.erased_at is not None,
    )  # fmt: skip


def _masked(ksm: Ksm, data: PersonalData) -> str:
    """The end of a NIK; a list of members must not fail because the key is lost."""
    if data.nik_cipher is None:
        return ""
    try:
        return nik.masked(vault.decrypted(bytes(data.nik_cipher), ksm_id=ksm.public_id))
    except Unusable:
        return "tidak terbaca"


def member_statement(
    member_id: int, *, by: Viewer, first: date | None = None, last: date | None = None
) -> MemberStatement:
    """The savings card of a member: for the member themselves, or whoever may know members.

    Raises OutOfSight, NotAllowed.
    """
    row = Member.objects.filter(pk=member_id).select_related("ksm", "data").first()
    if row is None:
        raise OutOfSight
    if by.person_id is None or by.person_id != row.person_id:
        require(by, reach.SEE_MEMBERS, reach.place_of(row.ksm))
    if row.ksm.book is None:
        raise Unusable(Problem("ksm.tanpa-buku", Where(key="buku"), "belum ada buku", "kelompok dengan buku"))
    card = books.card(row.ksm.book, row.id, first=first, last=last, by=by)
    return MemberStatement(row.id, row.number, row.data.name, reach.name_of(row.ksm), card)
