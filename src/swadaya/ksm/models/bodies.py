"""Bodies around the groups: BKM and its units, the village's other groups, what institutions did, welfare bodies."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from swadaya.accounts.columns import event_of_act
from swadaya.wilayah.columns import region_code

from ..values import BODY_TASKS, SERVICES, UNIT_KINDS
from .fields import tags
from .groups import Ksm

_DESA = r"^[0-9]{10}$"


class Bkm(models.Model):
    """Badan Keswadayaan Masyarakat, or LKM: the citizens' board of a village."""

    id: int
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan dalam alamat halaman")
    kind = models.CharField(max_length=3, help_text="BKM atau LKM")
    name = models.CharField(max_length=120, help_text="Nama")
    desa = region_code("Kode desa")
    founded_on = models.DateField(null=True, help_text="Tanggal berdiri")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("BKM", "LKM")), name="ksm_bkm_kind"),
            models.CheckConstraint(condition=Q(desa__regex=_DESA), name="ksm_bkm_desa"),
            models.UniqueConstraint("desa", Lower("name"), name="ksm_bkm_once"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPengelola(models.Model):
    """UPK, UPL or UPS: of one village under its BKM, or of a kecamatan."""

    id: int
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan dalam alamat halaman")
    kind = models.CharField(max_length=3, help_text="UPK, UPL, atau UPS")
    level = models.CharField(max_length=10, help_text="kelurahan atau kecamatan")
    name = models.CharField(max_length=120, help_text="Nama")
    region = region_code("Kode desa atau kecamatan")
    bkm = models.ForeignKey(Bkm, null=True, on_delete=models.PROTECT, related_name="units", help_text="BKM-nya")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=tuple(UNIT_KINDS)), name="ksm_unit_kind"),
            models.CheckConstraint(
                condition=Q(level="kelurahan", region__regex=_DESA) | Q(level="kecamatan", region__regex=r"^[0-9]{6}$"),
                name="ksm_unit_level",
            ),
            models.UniqueConstraint("region", "kind", Lower("name"), name="ksm_unit_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CommunityGroup(models.Model):
    """Any group there is in a village. It is mentored once its members and the programme's actors both agree."""

    id: int
    desa = region_code("Kode desa")
    name = models.CharField(max_length=120, help_text="Nama kelompok")
    kind = models.CharField(max_length=60, help_text="Jenis: pengajian, arisan, kelompok tani, ...")
    members = models.IntegerField(null=True, help_text="Perkiraan banyak anggota")
    members_agreed_on = models.DateField(null=True, help_text="Tanggal seluruh anggota sepakat didampingi")
    members_agreed_by = models.CharField(max_length=120, blank=True, default="", help_text="Berita acara atau wakilnya")
    actors_agreed_on = models.DateField(null=True, help_text="Tanggal pelaku program sepakat")
    actors_agreed_by = models.CharField(max_length=120, blank=True, default="", help_text="Pelaku program di desa")
    ksm = models.OneToOneField(
        Ksm, null=True, on_delete=models.PROTECT, related_name="grew_from", help_text="KSM yang berasal darinya"
    )
    event = event_of_act()

    class Meta:
        constraints = [
            models.UniqueConstraint("desa", Lower("name"), name="ksm_community_once"),
            models.CheckConstraint(condition=Q(desa__regex=_DESA), name="ksm_community_desa"),
            models.CheckConstraint(
                condition=Q(ksm=None) | Q(members_agreed_on__isnull=False, actors_agreed_on__isnull=False),
                name="ksm_community_agreed_before_adopted",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionActivity(models.Model):
    """Kegiatan lembaga: what BKM or village did, and which groups took part.

    SIPD card of active KSM counts a group as active by it. One that was written down by mistake is withdrawn: it stays,
    and no longer counts.
    """

    id: int
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan dalam alamat halaman")
    desa = region_code("Kode desa")
    of = models.CharField(max_length=4, help_text="bkm atau desa")
    kind = models.CharField(max_length=60, help_text="Jenis kegiatan")
    title = models.CharField(max_length=200, help_text="Kegiatan")
    on = models.DateField(help_text="Tanggal")
    evidence = models.CharField(max_length=200, blank=True, default="", help_text="Bukti: berita acara, daftar hadir")
    visited = models.BooleanField(default=False, help_text="Disaksikan pencatat di tempat")
    recorded_at = models.DateTimeField(help_text="Saat dicatat")
    withdrawn_at = models.DateTimeField(null=True, help_text="Saat dibatalkan")
    withdrawn_why = models.CharField(max_length=200, blank=True, default="", help_text="Mengapa dibatalkan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(of__in=("bkm", "desa")), name="ksm_institution_of"),
            models.CheckConstraint(condition=Q(desa__regex=_DESA), name="ksm_institution_desa"),
        ]
        indexes = [models.Index(fields=["desa", "on"], name="ksm_institution_desa_idx")]

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    """A group took part in an activity."""

    pk = models.CompositePrimaryKey("activity_id", "ksm_id")
    activity = models.ForeignKey(
        InstitutionActivity, on_delete=models.PROTECT, related_name="participations", db_index=False
    )
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="participations")

    def __str__(self) -> str:
        return f"{self.ksm_id} dalam {self.activity_id}"


class WelfareBody(models.Model):
    """LKS, with or without legal form, or the BKKKS of a province (SIPD card of BKKKS)."""

    id: int
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan dalam alamat halaman")
    kind = models.CharField(max_length=5, help_text="LKS atau BKKKS")
    name = models.CharField(max_length=160, help_text="Nama")
    region = region_code("Kode wilayah; BKKKS: provinsi")
    legal_form = models.CharField(
        max_length=80, blank=True, default="", help_text="Badan hukum; kosong: tidak berbadan hukum"
    )
    services = tags("Layanan")
    founded_on = models.DateField(null=True, help_text="Tanggal berdiri, bila diketahui")
    ended_on = models.DateField(null=True, help_text="Tanggal bubar")
    ended_why = models.CharField(max_length=200, blank=True, default="", help_text="Mengapa bubar")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("LKS", "BKKKS")), name="ksm_welfare_kind"),
            models.CheckConstraint(
                condition=Q(kind="LKS") | Q(region__regex=r"^[0-9]{2}$"), name="ksm_welfare_bkkks_of_a_province"
            ),
            models.CheckConstraint(condition=Q(services__contained_by=list(SERVICES)), name="ksm_welfare_services"),
            models.CheckConstraint(
                condition=Q(founded_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("founded_on")),
                name="ksm_welfare_ends_after_it_began",
            ),
            models.UniqueConstraint("kind", "region", Lower("name"), name="ksm_welfare_once"),
            models.UniqueConstraint(
                fields=["region"], condition=Q(kind="BKKKS", ended_on=None), name="ksm_welfare_one_bkkks"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WelfareActivity(models.Model):
    """What a welfare body did; ``tasks``: which of the six main tasks of a BKKKS."""

    id: int
    body = models.ForeignKey(WelfareBody, on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(max_length=200, help_text="Kegiatan")
    on = models.DateField(help_text="Tanggal")
    tasks = tags("Tugas pokok BKKKS")
    note = models.TextField(blank=True, default="", help_text="Catatan")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tasks__contained_by=list(BODY_TASKS)), name="ksm_welfare_tasks"),
        ]

    def __str__(self) -> str:
        return self.title
