"""The form of a village, what moved it, what was answered and remarked. Answers and steps are never altered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from swadaya.accounts.columns import event_of_act, person_who
from swadaya.wilayah.columns import region_code

from ..rules.states import LEVELS, STATES
from .cycles import Cycle


class Form(models.Model):
    """One village in a cycle. ``state``, ``round`` and ``version`` are written by triggers on its answers and steps."""

    id: int
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="forms", db_index=False)
    desa = region_code("Kode desa Kemendagri, 10 angka")
    state = models.CharField(max_length=10, default="kosong", help_text="Keadaan")
    round = models.SmallIntegerField(default=1, help_text="Putaran; bertambah bila dibuka sesudah ditetapkan")
    version = models.IntegerField(default=0, help_text="Bertambah pada setiap perubahan")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "desa"], name="pendataan_form_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="pendataan_form_state"),
            models.CheckConstraint(condition=Q(desa__regex=r"^[0-9]{10}$"), name="pendataan_form_desa"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.desa} {self.state}"


class Step(models.Model):
    """One act that moved a form; ``version`` is the form's after it."""

    id: int
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="steps", db_index=False)
    verb = models.CharField(max_length=20, help_text="Langkah")
    duty = models.CharField(max_length=10, help_text="Tugas")
    round = models.SmallIntegerField(help_text="Putaran")
    from_state = models.CharField(max_length=10, help_text="Dari keadaan")
    to_state = models.CharField(max_length=10, help_text="Ke keadaan")
    version = models.IntegerField(default=0, help_text="Versi isian sesudahnya")
    key = models.UUIDField(null=True, unique=True, help_text="Kunci sekali pakai dari pengirim")
    at = models.DateTimeField(help_text="Saat dicatat")
    effective_on = models.DateField(help_text="Tanggal terjadinya")
    person = person_who()
    actor = models.CharField(max_length=120, help_text="Nama yang bertindak")
    role = models.CharField(max_length=40, blank=True, default="", help_text="Sebagai apa")
    reason = models.TextField(blank=True, default="", help_text="Alasan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb__in=("kembali", "buka")) | ~Q(reason=""), name="pendataan_step_reason"
            ),
            models.CheckConstraint(
                condition=~Q(duty__in=LEVELS) | Q(person__isnull=False), name="pendataan_step_person"
            ),
        ]
        indexes = [models.Index(fields=["form", "-id"], name="pendataan_step_latest")]

    def __str__(self) -> str:
        return f"{self.form_id}: {self.from_state} ke {self.to_state}"


class Answer(models.Model):
    """One answer to one field; ``current`` until a later one supersedes it. An empty value takes an answer back."""

    id: int
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="answers", db_index=False)
    round = models.SmallIntegerField(help_text="Putaran")
    column = models.CharField(max_length=60, help_text="Kolom jawaban")
    value = models.TextField(help_text="Nilai seperti disimpan; kosong: jawaban ditarik")
    key = models.UUIDField(unique=True, help_text="Kunci sekali pakai dari pengirim (UUIDv7)")
    base = models.UUIDField(null=True, help_text="Kunci jawaban yang dilihat pengirim")
    source = models.CharField(max_length=60, help_text="isian, tahun-lalu, bukti:<ruang>, atau xlsx")
    reason = models.TextField(blank=True, default="", help_text="Alasan bagi jawaban yang janggal")
    said_at = models.DateTimeField(null=True, help_text="Saat menurut gawai pengirim")
    recorded_at = models.DateTimeField(help_text="Saat dicatat")
    person = person_who()
    actor = models.CharField(max_length=120, help_text="Nama yang menjawab")
    event = event_of_act()
    current = models.BooleanField(default=True, help_text="Jawaban yang berlaku")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "column"], condition=Q(current=True), name="pendataan_answer_current"
            )
        ]
        indexes = [models.Index(fields=["form", "column", "-id"], name="pendataan_answer_history")]

    def __str__(self) -> str:
        return f"{self.form_id} {self.column}={self.value}"


class Remark(models.Model):
    """What a verifier noted about a question ("" is the whole form). It is resolved once, never altered."""

    id: int
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="remarks")
    round = models.SmallIntegerField(help_text="Putaran")
    column = models.CharField(max_length=60, blank=True, default="", help_text="Kolom jawaban")
    level = models.CharField(max_length=10, help_text="Tugas yang mencatat")
    text = models.TextField(help_text="Catatan")
    at = models.DateTimeField(help_text="Saat dicatat")
    person = person_who()
    actor = models.CharField(max_length=120, help_text="Nama yang mencatat")
    event = event_of_act()
    resolved_at = models.DateTimeField(null=True, help_text="Saat dinyatakan selesai")
    resolved_by = models.CharField(max_length=120, blank=True, default="", help_text="Nama yang menyatakan selesai")
    resolved = event_of_act(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved=None) | Q(resolved_at__isnull=False, resolved__isnull=False),
                name="pendataan_remark_resolved",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.column}: {self.text}"
