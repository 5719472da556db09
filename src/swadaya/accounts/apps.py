"""The room of people: who they are, what they may do and where, and what they did."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "swadaya.accounts"
    label = "accounts"
    verbose_name = "Orang dan peran"

    def ready(self) -> None:
        """Keep Django's own permissions out: roles are grants of a rule file, and nothing reads the two tables."""
        from django.contrib.auth.management import create_permissions
        from django.contrib.contenttypes.management import create_contenttypes

        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_permissions)
        post_migrate.disconnect(create_contenttypes)
