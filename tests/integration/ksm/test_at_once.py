"""Two people at once: what one has begun to write, the other waits for, so that nothing stands twice or too late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import OperationalError, connection, transaction

from swadaya.accounts.rules import access
from swadaya.ksm import services

SYSTEM = access.system("uji")
DESA = "3304092011"
DAY = date(2026, 1, 20)


@pytest.fixture
def live(transactional_db, make):
    """Makes groups that other connections see."""
    return make


def waits(act) -> bool:
    """Whether somebody else who tries it now has to wait for this transaction."""

    def attempt() -> bool:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
                act()
        except OperationalError:
            return True
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(attempt).result(timeout=120)


def test_one_name_goes_to_one_group_however_it_comes_to_it(live):
    asleep, other = live(title="KSM Melati", names=()), live(title="KSM Mawar", names=())
    services.make_dormant(asleep.id, on=DAY, reason="panen", by=SYSTEM)
    with transaction.atomic():
        services.set_fact(other.id, kind="nama", value="KSM Anggrek", effective_on=DAY, by=SYSTEM)
        assert waits(lambda: services.register_group(DESA, name="KSM Anggrek", by=SYSTEM))
        assert waits(lambda: services.reactivate(asleep.id, on=DAY, reason="panen selesai", by=SYSTEM))
        assert waits(
            lambda: services.set_fact(asleep.id, kind="nama", value="KSM Anggrek", effective_on=DAY, by=SYSTEM)
        )
        assert not waits(lambda: services.register_group("1101022001", name="KSM Anggrek", by=SYSTEM))
    with transaction.atomic():
        services.register_group(DESA, name="KSM Kenanga", by=SYSTEM)
        assert waits(lambda: services.register_group(DESA, name="KSM Kenanga", by=SYSTEM))


def test_a_group_that_is_being_ended_takes_part_in_nothing_until_that_is_decided(live):
    ending, other = live(title="KSM Melati", names=()), live(title="KSM Mawar", names=())

    def met(group) -> None:
        services.record_institution_activity(
            DESA, of="bkm", kind="rapat", title="Rapat", on=DAY, groups=[group.id], by=SYSTEM
        )

    with transaction.atomic():
        services.dissolve(ending.id, on=DAY, reason="selesai", by=SYSTEM)
        assert waits(lambda: met(ending))
        assert not waits(lambda: met(other))


def test_a_group_that_is_being_ended_is_not_adopted_until_that_is_decided(live):
    ending = live(title="KSM Melati", names=())
    number = services.list_community_group(DESA, name="Arisan", kind="arisan", by=SYSTEM)
    for side in ("anggota", "pelaku"):
        services.agree_mentoring(number, side=side, by_whom="berita acara 3", on=DAY, by=SYSTEM)
    with transaction.atomic():
        services.dissolve(ending.id, on=DAY, reason="selesai", by=SYSTEM)
        assert waits(lambda: services.adopt_community_group(number, ksm_id=ending.id, by=SYSTEM))
