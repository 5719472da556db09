"""Example groups of one village, so that the pages of a fresh installation show groups that live.

Everything is made by the services, as people would; names say what they are. Days are counted back from today, and the
dice fall the same way every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction

from swadaya.accounts.examples import VILLAGE
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.indeks import selectors as indeks
from swadaya.wilayah import selectors as wilayah

from .. import selectors, services
from ..members.office_holders import officers_of
from ..models import Ksm, Member
from . import groups
from . import institutions as bodies

STEPS = 5
OFFICES = ("ketua", "sekretaris", "bendahara")
Progress = Callable[[str, int, int], None]


def is_missing() -> bool:
    """Whether the database holds example data and no group yet."""
    runs = indeks.published_runs()
    return bool(runs) and all(run.example for run in runs) and not Ksm.objects.exists()


def load(progress: Progress | None = None) -> list[UUID]:
    """Make bodies and groups, the living one first, each act in its own transaction.

    A year of meetings in one transaction would be slow: every version of the book's head would stay until its end.

    Raises:
        Invalid: ``ksm.bukan-data-contoh``, ``ksm.contoh-tak-perlu`` (there are groups), ``wilayah.tidak-ada``.
    """
    _require_room()

    def step(done: int) -> None:
        if progress:
            progress("memuat kelompok contoh", done, STEPS)

    bkm = bodies.make_bkm(VILLAGE)
    made = [groups.make_living(VILLAGE, bkm)]
    step(1)
    made.append(groups.make_young(VILLAGE, bkm, made[0]))
    step(2)
    made.append(groups.make_sleeping(VILLAGE, bkm))
    step(3)
    made.append(groups.make_taken_over(VILLAGE, bkm))
    step(4)
    bodies.make_register(VILLAGE, {"Pengrajin Keripik (contoh)": made[0], "Simpan Pinjam RT 3 (contoh)": made[3]})
    stood = [made[0], made[2], made[3]]  # the young one had not begun a year ago
    bodies.make_activities(VILLAGE, stood, [made[0], made[3], made[1]])
    bodies.make_welfare(VILLAGE)
    step(5)
    return made


def _require_room() -> None:
    if wilayah.get(VILLAGE) is None:
        raise Invalid(Problem("wilayah.tidak-ada", Where(key=VILLAGE), VILLAGE, "wilayah yang sudah dimuat"))
    if is_missing():
        return
    if Ksm.objects.exists():
        raise Invalid(
            Problem(
                "ksm.contoh-tak-perlu",
                got="sudah ada kelompok di basis data ini",
                expected="basis data contoh tanpa kelompok",
                hint="Lihat kelompok yang ada: swadaya ksm list",
            )
        )
    raise Invalid(
        Problem(
            "ksm.bukan-data-contoh",
            got="basis data ini tidak berisi data contoh saja",
            expected="basis data contoh",
            hint="Kelompok contoh hanya untuk mencoba; daftarkan kelompok sungguhan dengan: swadaya ksm import",
        )
    )


def living() -> UUID | None:
    """The example group that lives; None where there are no example groups."""
    found = selectors.groups_in(VILLAGE, by=groups.MAKER, text=groups.LIVING, limit=1)
    return found[0].id if found else None


def unit() -> UUID | None:
    """The example managing unit; None where there are no examples."""
    found = (one.id for one in selectors.units_in(VILLAGE, by=groups.MAKER) if one.name == bodies.UNIT)
    return next(found, None)


@transaction.atomic
def seat(people: Mapping[str, int]) -> None:
    """Link accounts to members of the living group; whoever is linked already stays as they are.

    Args:
        people: account by office; under ``anggota`` that of a member without one.

    Raises:
        Invalid: ``anggota.akun``: the account holds no role in the group.
    """
    group = living()
    if group is None:
        return
    ksm = Ksm.objects.get(public_id=group)
    holders = {officer.office: officer.member for officer in officers_of(ksm, clock.today(), named=False)}
    plain = Member.objects.filter(ksm=ksm, left_on=None).exclude(pk__in=holders.values()).order_by("number").first()
    chosen = {**holders, **({"anggota": plain.id} if plain else {})}
    linked = dict(Member.objects.filter(ksm=ksm).exclude(person=None).values_list("id", "person_id"))
    for office, person_id in people.items():
        if office in chosen and chosen[office] not in linked and person_id not in linked.values():
            services.link_account(chosen[office], person_id=person_id, by=groups.MAKER)
