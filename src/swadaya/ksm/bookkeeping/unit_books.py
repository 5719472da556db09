"""Books of managing units (UPK, UPL, UPS): opened once, at the place of the unit alone.

A unit's book lies in its village or kecamatan and belongs to the unit as a group's book belongs to the group, so that
only who holds a role in the unit itself writes in it. Its parties are the groups it lends to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import clock
from swadaya.core.refusal import raise_if
from swadaya.ledger import selectors as ledger
from swadaya.ledger import services
from swadaya.wilayah.rules.code_ranges import code_range

from ..models import Fact, Ksm, UnitPengelola
from ..rules.validators import not_future
from ..values import UNIT_KINDS

OWNER = "unit-pengelola"


@dataclass(frozen=True, slots=True)
class UnitPage:
    """``book``: its book; None: not opened yet."""

    id: UUID
    kind: str
    name: str
    region: str
    book: int | None
    may_open: bool


def _place(row: UnitPengelola) -> Place:
    return Place(row.region, str(row.public_id))


def unit(unit_id: UUID, *, by: Viewer) -> UnitPage:
    """A unit for whoever may see its book. Raises OutOfSight."""
    row = UnitPengelola.objects.filter(public_id=unit_id).first()
    if row is None or not by.sees(ledger.ROOM, _place(row)):
        raise OutOfSight
    book = ledger.book_of(OWNER, str(unit_id), by=by)
    return UnitPage(
        row.public_id,
        UNIT_KINDS[row.kind],
        row.name,
        row.region,
        book.id if book else None,
        by.may(services.POST, _place(row)),
    )


def own_units(*, by: Viewer) -> list[UnitPage]:
    """Units in which the viewer may open a book and none has done so."""
    held = {UUID(grant.group) for grant in by.holding(services.POST) if _is_id(grant.group)}
    known = UnitPengelola.objects.filter(public_id__in=held).values_list("public_id", flat=True)
    return [found for found in (unit(one, by=by) for one in known) if found.book is None]


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True


@transaction.atomic
def open_book(unit_id: UUID, *, key: UUID, opened_on: date, by: Viewer) -> int:
    """Open the book of a unit, on the newest chart for units that is in force on ``opened_on``.

    Args:
        opened_on: the first day that can be posted to.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.tanggal``; Invalid ``buku.sudah-ada``, ``bagan.tidak-ada``.
    """
    row = UnitPengelola.objects.select_for_update().filter(public_id=unit_id).first()
    if row is None:
        raise OutOfSight
    raise_if(not_future(opened_on, "dibuka"))
    return services.open_book(
        by=by,
        key=key,
        kind=OWNER,
        owner=str(unit_id),
        title=f"Buku {row.name}"[:120],
        region=row.region,
        group=str(unit_id),
        opened_on=opened_on,
    )


def groups_of(region: str, *, among: Collection[str] | None = None) -> Mapping[str, str]:
    """Whom lines of a unit's book may name: each group of its region -> its name, which the public knows too.

    Args:
        among: only these; an id that is none is passed over.
    """
    low, high = code_range(region)
    rows = Ksm.objects.filter(desa__gte=low, desa__lt=high)
    if among is not None:
        rows = rows.filter(public_id__in=[UUID(one) for one in among if _is_id(one)])
    names = Fact.objects.filter(ksm=OuterRef("pk"), kind="nama", effective_on__lte=clock.today())
    called = Subquery(names.order_by("-effective_on", "-id").values("value")[:1])
    found = rows.annotate(called=called).order_by("called", "id").values_list("public_id", "called")
    return {str(group): name or "" for group, name in found}
