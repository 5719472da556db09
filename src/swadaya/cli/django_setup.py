"""Starting Django inside a command: once, with the database and the rights that the command needs."""

from __future__ import annotations

import os

from swadaya.config import database
from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid


def django_ready(role: database.Role = "app", *, schema: bool = True) -> None:
    """Join the database and set Django up. Import models, services and selectors only after this.

    Args:
        role: ``app`` for everything but changing the schema.
        schema: refuse to go on while migrations are missing.

    Raises:
        Invalid: ``basisdata.*``, among them ``basisdata.belum-dimigrasi``.
    """
    if database.target() is None:
        database.connect(role)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "swadaya.config.settings")
        import django

        django.setup()
    if schema:
        from swadaya.config import migrations

        missing = migrations.unapplied()
        if missing:
            raise Invalid(
                Problem(
                    "basisdata.belum-dimigrasi",
                    got=f"{len(missing)} perubahan skema belum diterapkan",
                    expected="basis data yang siap",
                    hint="Jalankan: swadaya db migrate",
                )
            )
