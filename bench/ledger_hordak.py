"""The same meeting posted with django-hordak, run by the Python that has it: one line in, seconds out.

Each journal is posted with hordak's documented call, ``Account.transfer_to``, in one transaction; "bulk" writes a
thousand at once through ``bulk_create``.
"""

from __future__ import annotations

import sys
import time

import django
from django.conf import settings
from django.core.management import call_command
from psycopg.conninfo import conninfo_to_dict


def main(dsn: str) -> None:
    at = conninfo_to_dict(dsn)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                **{key: at.get(name, "") for key, name in names.items()},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DEFAULT_CURRENCY="IDR",
        HORDAK_INTERNAL_CURRENCY="IDR",
        CURRENCIES=["IDR"],
        HORDAK_CURRENCIES=["IDR"],
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection, transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    kinds = {"kas": "AS", "simpanan": "LI", "denda": "IN", "atk": "EX"}
    account = {
        name: Account.objects.create(name=name, code=str(number), type=kind, currencies=["IDR"])
        for number, (name, kind) in enumerate(kinds.items(), 1)
    }
    for _ in range(200):
        with transaction.atomic():
            account["simpanan"].transfer_to(account["kas"], Money(5000, "IDR"), description="x")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print("ready", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        if line.strip() == "bulk":
            with transaction.atomic():
                made = Transaction.objects.bulk_create(Transaction(description="x") for _ in range(1000))
                Leg.objects.bulk_create(
                    Leg(transaction=one, account=account[name], **{side: Money(5000, "IDR")})
                    for one in made
                    for name, side in (("kas", "debit"), ("simpanan", "credit"))
                )
        else:
            for word in line.split():
                source, target, amount = word.split(":")
                with transaction.atomic():
                    account[source].transfer_to(account[target], Money(int(amount), "IDR"), description="x")
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
