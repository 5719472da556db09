"""The room of the yearly work."""

from __future__ import annotations

from django.apps import AppConfig


class PendataanConfig(AppConfig):
    name = "swadaya.pendataan"
    label = "pendataan"
    verbose_name = "Pendataan tahunan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The regions are the first that offer evidence."""
        from . import evidence

        evidence.providers.register(evidence.REGION_FACTS.code, evidence.REGION_FACTS)
