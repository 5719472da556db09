"""A group, and what is said of it over time."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from swadaya.accounts.columns import event_of_act
from swadaya.wilayah.columns import region_code

from ..values import FACT_KINDS, FIELDS, GROUP_KINDS, LINK_KINDS, ORIGINS, ROLES, TIES
from .fields import tags


class Ksm(models.Model):
    """A group of people who joined of their own will. Its name, form and standing are dated facts."""

    id: int
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan kelompok dalam alamat halaman")
    desa = region_code("Kode desa sekretariat")
    kind = models.CharField(max_length=8, help_text="Jenis kelompok")
    origin = models.CharField(max_length=4, help_text="baru, atau lama yang dikembangkan")
    founded_on = models.DateField(help_text="Tanggal berdiri")
    tie = models.CharField(max_length=20, help_text="Ikatan pemersatu")
    tie_note = models.CharField(max_length=200, blank=True, default="", help_text="Ikatan itu dengan kata kelompok")
    goals = models.TextField(blank=True, default="", help_text="Tujuan")
    vision = models.TextField(blank=True, default="", help_text="Visi")
    mission = models.TextField(blank=True, default="", help_text="Misi")
    structure = models.TextField(blank=True, default="", help_text="Susunan organisasi")
    bkm = models.ForeignKey(
        "ksm.Bkm", null=True, on_delete=models.PROTECT, related_name="groups", help_text="BKM mitra"
    )
    book = models.BigIntegerField(null=True, unique=True, help_text="Buku kelompok")
    last_number = models.IntegerField(default=0, help_text="Nomor anggota terakhir")
    last_meeting = models.IntegerField(default=0, help_text="Nomor pertemuan terakhir")
    registered_at = models.DateTimeField(help_text="Saat didaftarkan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(desa__regex=r"^[0-9]{10}$"), name="ksm_desa"),
            models.CheckConstraint(condition=Q(kind__in=tuple(GROUP_KINDS)), name="ksm_kind"),
            models.CheckConstraint(condition=Q(origin__in=tuple(ORIGINS)), name="ksm_origin"),
            models.CheckConstraint(condition=Q(tie__in=tuple(TIES)), name="ksm_tie"),
        ]
        indexes = [models.Index(fields=["desa", "id"], name="ksm_desa_idx")]

    def __str__(self) -> str:
        return str(self.public_id)


class Fact(models.Model):
    """Name, legal form, affiliation or standing from a day on; the newest of a day holds. Never altered."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="facts", db_index=False)
    kind = models.CharField(max_length=12, help_text="nama, badan-hukum, afiliasi, atau status")
    value = models.CharField(max_length=160, blank=True, default="", help_text="Isi; kosong: tidak ada lagi")
    effective_on = models.DateField(help_text="Berlaku sejak")
    note = models.CharField(max_length=300, blank=True, default="", help_text="Alasan atau nomor surat")
    other = models.ForeignKey(Ksm, null=True, on_delete=models.PROTECT, related_name="+", help_text="Penerus")
    recorded_at = models.DateTimeField(help_text="Saat dicatat")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=tuple(FACT_KINDS)), name="ksm_fact_kind"),
            models.CheckConstraint(
                condition=~Q(kind="status") | Q(value__in=("aktif", "tidur", "bergabung", "bubar")),
                name="ksm_fact_status",
            ),
            models.CheckConstraint(
                condition=~Q(kind="status", value="bergabung") | Q(other__isnull=False), name="ksm_fact_successor"
            ),
            models.CheckConstraint(condition=~Q(kind="nama", value=""), name="ksm_fact_name"),
        ]
        indexes = [models.Index(fields=["ksm", "kind", "-effective_on", "-id"], name="ksm_fact_latest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value} ({self.effective_on})"


class Setting(models.Model):
    """Aturan main as agreed on a day, whole; a change is a new agreement. Never altered."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="settings", db_index=False)
    effective_on = models.DateField(help_text="Berlaku sejak")
    said = models.JSONField(help_text="Aturan main")
    agreed = models.IntegerField(help_text="Banyak anggota yang menyetujui")
    recorded_at = models.DateTimeField(help_text="Saat dicatat")
    event = event_of_act()

    class Meta:
        indexes = [models.Index(fields=["ksm", "-effective_on", "-id"], name="ksm_setting_latest")]

    def __str__(self) -> str:
        return f"aturan main {self.ksm_id} sejak {self.effective_on}"


class Activity(models.Model):
    """What a group did, in one of the three fields (tridaya); tags: which of its five roles it served."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="activities")
    field = models.CharField(max_length=12, help_text="lingkungan, sosial, atau ekonomi")
    title = models.CharField(max_length=200, help_text="Kegiatan")
    on = models.DateField(help_text="Tanggal")
    roles = tags("Peran kelompok yang dijalankan")
    note = models.TextField(blank=True, default="", help_text="Catatan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=tuple(FIELDS)), name="ksm_activity_field"),
            models.CheckConstraint(condition=Q(roles__contained_by=list(ROLES)), name="ksm_activity_roles"),
        ]

    def __str__(self) -> str:
        return self.title


class WorkPlan(models.Model):
    """What a group means to do (rencana kerja)."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="plans")
    year = models.SmallIntegerField(help_text="Tahun")
    field = models.CharField(max_length=12, help_text="lingkungan, sosial, atau ekonomi")
    title = models.CharField(max_length=200, help_text="Rencana")
    starts_on = models.DateField(null=True, help_text="Mulai")
    ends_on = models.DateField(null=True, help_text="Selesai")
    budget = models.BigIntegerField(null=True, help_text="Biaya (Rp)")
    funded_by = models.CharField(max_length=80, blank=True, default="", help_text="Sumber dana")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=tuple(FIELDS)), name="ksm_plan_field"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="ksm_plan_budget"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="ksm_plan_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.title}"


class Link(models.Model):
    """Two groups that learn from each other; ``pembimbing``: ``other`` is the elder that guides ``ksm``."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, help_text="sebaya atau pembimbing")
    since = models.DateField(help_text="Sejak")
    note = models.CharField(max_length=200, blank=True, default="", help_text="Catatan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ksm", "other", "kind"], name="ksm_link_once"),
            models.CheckConstraint(condition=Q(kind__in=tuple(LINK_KINDS)), name="ksm_link_kind"),
            models.CheckConstraint(condition=~Q(ksm=F("other")), name="ksm_link_two"),
        ]

    def __str__(self) -> str:
        return f"{self.ksm_id} {self.kind} {self.other_id}"
