"""Files: content once by its fingerprint, and where it serves as evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from swadaya.accounts.columns import event_of_act, person_who

from .forms import Form


class Blob(models.Model):
    """Content by its SHA-256; written once."""

    sha256 = models.CharField(max_length=64, primary_key=True, help_text="Sidik isi")
    content = models.BinaryField(help_text="Isi")
    media_type = models.CharField(max_length=40, help_text="Jenis isi")
    size = models.IntegerField(help_text="Besar dalam bita")

    def __str__(self) -> str:
        return self.sha256[:12]


class Evidence(models.Model):
    """A photo or document for an answer ("" is the whole form). Taken away it stays in the history."""

    id: int
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="evidence")
    round = models.SmallIntegerField(help_text="Putaran")
    column = models.CharField(max_length=60, blank=True, default="", help_text="Kolom jawaban")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+", help_text="Isi")
    name = models.CharField(max_length=120, help_text="Nama berkas")
    at = models.DateTimeField(help_text="Saat diunggah")
    person = person_who()
    actor = models.CharField(max_length=120, help_text="Nama yang mengunggah")
    event = event_of_act()
    removed_at = models.DateTimeField(null=True, help_text="Saat dilepas")
    removed = event_of_act(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed=None) | Q(removed_at__isnull=False, removed__isnull=False),
                name="pendataan_evidence_removed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.name}"
