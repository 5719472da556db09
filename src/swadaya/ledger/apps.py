"""The room of books."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "swadaya.ledger"
    label = "ledger"
    verbose_name = "Buku"
    default_auto_field = "django.db.models.BigAutoField"
