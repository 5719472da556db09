"""What the pages of members show."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from swadaya.accounts.models import Grant, Person
from swadaya.accounts.rules.access import OutOfSight, Viewer, require
from swadaya.accounts.selectors import in_force
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Consent, Ksm, Member, PersonalData
from ..rules import nik
from ..values import CONSENTS, ConsentInfo, MemberFile, MemberInfo, MemberStatement
from . import nik_cipher
from .office_holders import officer_terms, officers_of


def members(ksm_id: UUID, *, by: Viewer, on: date | None = None) -> list[MemberInfo]:
    """Members of a day, by number; without a day also those who left. Raises OutOfSight, NotAllowed."""
    ksm, _ = access.group_for(by, ksm_id, access.SEE_MEMBERS)
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
        row.id,
        row.number,
        data.name,
        row.sex,
        row.joined_on,
        row.left_on,
        data.poor,
        data.poor_source,
        data.phone,
        _masked(ksm, data),
        consents,
        offices,
        data.erased_at is not None,
    )


def _masked(ksm: Ksm, data: PersonalData) -> str:
    """The end of a NIK; a list of members must not fail because the key is lost."""
    if data.nik_cipher is None:
        return ""
    try:
        return nik.masked(nik_cipher.decrypted(bytes(data.nik_cipher), ksm_id=ksm.public_id))
    except Invalid:
        return "tidak terbaca"


def accounts_in(ksm_id: UUID, *, by: Viewer) -> list[tuple[int, str]]:
    """(number, name) of people who hold a role in the group and are no member's account yet.

    Raises OutOfSight, NotAllowed.
    """
    ksm, _ = access.group_for(by, ksm_id, access.MEMBERS)
    held = in_force(Grant.objects.filter(group=str(ksm.public_id))).values("person_id")
    taken = Member.objects.filter(ksm=ksm, left_on=None).exclude(person=None).values("person_id")
    rows = Person.objects.filter(pk__in=held, is_active=True).exclude(pk__in=taken).order_by("name", "id")
    return list(rows.values_list("id", "name"))


def member_file(member_id: int, *, by: Viewer) -> MemberFile:
    """What is kept about a member: for the member themselves, or whoever may know members.

    Raises OutOfSight, NotAllowed.
    """
    row = _own_or_known(member_id, by)
    ksm, today = row.ksm, clock.today()
    consents = _consents(ksm, row, today)
    current = tuple(sorted(consent.kind for consent in consents if consent.withdrawn_on is None))
    terms = officer_terms(ksm, named=False, member=row)
    offices = tuple(
        term.office for term in terms if term.since <= today and (term.until is None or today <= term.until)
    )
    info = _member(ksm, row, current, offices)
    return MemberFile(
        ksm.public_id,
        info,
        row.data.birth_year,
        row.left_reason,
        tuple(terms),
        consents,
        row.person_id,
        row.person.name if row.person else "",
    )


def _own_or_known(member_id: int, by: Viewer) -> Member:
    row = Member.objects.filter(pk=member_id).select_related("ksm", "data", "person").first()
    if row is None:
        raise OutOfSight
    if by.person_id is None or by.person_id != row.person_id:
        require(by, access.SEE_MEMBERS, access.place_of(row.ksm))
    return row


def _consents(ksm: Ksm, row: Member, day: date) -> tuple[ConsentInfo, ...]:
    """Newest first; a consent to an agreement that was replaced since says so."""
    setting = access.setting_on(ksm, day)
    changed = setting.effective_on if setting else None
    return tuple(
        ConsentInfo(
            consent.kind,
            CONSENTS[consent.kind],
            consent.given_on,
            consent.withdrawn_on,
            consent.kind == "aturan-main"
            and consent.withdrawn_on is None
            and changed is not None
            and consent.given_on < changed,
        )
        for consent in Consent.objects.filter(member=row).order_by("-given_on", "-id")
    )


def member_statement(
    member_id: int, *, by: Viewer, first: date | None = None, last: date | None = None
) -> MemberStatement:
    """The savings card of a member: for the member themselves, or whoever may know members.

    Raises OutOfSight, NotAllowed; Invalid ``ksm.tanpa-buku``.
    """
    row = _own_or_known(member_id, by)
    if row.ksm.book is None:
        raise Invalid(Problem("ksm.tanpa-buku", Where(key="buku"), "belum ada buku", "kelompok dengan buku"))
    card = meeting_batches.card(row.ksm.book, row.id, first=first, last=last, by=by)
    return MemberStatement(row.ksm.public_id, row.id, row.number, row.data.name, access.name_of(row.ksm), card)
