"""Write what was done, in the transaction of the change itself: either both happened or neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from swadaya.core import clock

from .models import Event, Person
from .rules.access import Place, Viewer

_NOWHERE = Place()


def record(
    viewer: Viewer,
    action: str,
    *,
    kind: str,
    key: str,
    label: str = "",
    role: str = "",
    place: Place = _NOWHERE,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    purpose: str = "",
) -> int:
    """Write one event and return its id.

    Args:
        action: what was done, ``room.verb``.
        kind, key: the object; its page "riwayat" lists the events of both.
        label: what people call the object.
        role: as which role, from ``access.require``.
        before, after: what changed, ready for JSON; never a secret, never more personal data than the change itself.
        purpose: why personal data were read.

    Raises:
        RuntimeError: outside a transaction, where the change and its event could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event belongs to the transaction of its change")
    event = Event.objects.create(
        at=clock.now(),
        person_id=viewer.person_id,
        actor=viewer.name[:120],
        role=role,
        action=action,
        kind=kind,
        key=key,
        label=label[:200],
        region=place.region,
        group=place.group,
        before=before,
        after=after,
        purpose=purpose,
        via=viewer.via,
        address=viewer.address,
    )
    return event.id


def of_person(
    viewer: Viewer,
    action: str,
    person: Person,
    *,
    role: str = "",
    place: Place = _NOWHERE,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    purpose: str = "",
) -> int:
    """Write an event about somebody's account, as :func:`record` does."""
    return record(
        viewer,
        action,
        kind="orang",
        key=str(person.public_id),
        label=person.name,
        role=role,
        place=place,
        before=before,
        after=after,
        purpose=purpose,
    )
