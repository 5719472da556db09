"""A year's work on one index in one region, and its calendar."""

from __future__ import annotations

from django.db import models

from swadaya.accounts.columns import event_of_act
from swadaya.wilayah.columns import region_code

from ..rules.calendar import STAGES


class Cycle(models.Model):
    """One method in one year and region."""

    id: int
    method = models.CharField(max_length=60, help_text="Metode indeks")
    method_version = models.CharField(max_length=64, help_text="Sidik berkas metode saat dibuka")
    year = models.SmallIntegerField(help_text="Tahun data")
    region = region_code("Wilayah pendataan; kosong: nasional", optional=True)
    title = models.CharField(max_length=200, help_text="Judul")
    note = models.TextField(blank=True, default="", help_text="Catatan")
    opened_at = models.DateTimeField(help_text="Saat dibuka")
    event = event_of_act()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["method", "year", "region"], name="pendataan_cycle_once"),
            models.CheckConstraint(
                condition=models.Q(region__regex=r"^([0-9]{2}([0-9]{2}([0-9]{2}([0-9]{4})?)?)?)?$"),
                name="pendataan_cycle_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.method} {self.year})"


class CyclePhase(models.Model):
    """A stage of a cycle; the current row of a stage is the newest. A change of the calendar is a new row."""

    id: int
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="phases")
    stage = models.CharField(max_length=10, choices=[(stage, stage) for stage in STAGES], help_text="Tahap")
    opens_on = models.DateField(help_text="Hari pertama")
    closes_on = models.DateField(help_text="Hari terakhir")
    reason = models.TextField(blank=True, default="", help_text="Alasan perubahan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="pendataan_phase_stage"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="pendataan_phase_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.opens_on} sampai {self.closes_on}"
