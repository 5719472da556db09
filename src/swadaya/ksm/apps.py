"""The room of groups."""

from __future__ import annotations

from django.apps import AppConfig


class KsmConfig(AppConfig):
    name = "swadaya.ksm"
    label = "ksm"
    verbose_name = "Kelompok swadaya masyarakat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Roles in groups are given where the groups lie."""
        from swadaya.accounts import group_directory

        from .directory import GROUPS, UNITS

        group_directory.rooms.register("kelompok", GROUPS)
        group_directory.rooms.register("unit", UNITS)
