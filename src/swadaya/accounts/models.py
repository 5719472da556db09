"""People, what they may do where, and every act. Events are never altered; grants only end (migration 0002)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from swadaya.wilayah.columns import CODE_COLLATION


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who signs in. E-mail and telephone are optional: many have neither of their own."""

    id: int
    username = models.CharField(max_length=40, unique=True, db_collation=CODE_COLLATION, help_text="Nama pengguna")
    name = models.CharField(max_length=120, help_text="Nama orang")
    phone = models.CharField(max_length=16, null=True, blank=True, unique=True, help_text="Nomor telepon, bila ada")
    email = models.EmailField(null=True, blank=True, unique=True, help_text="Alamat surel, bila ada")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan orang dalam alamat halaman")
    pin = models.BooleanField(default=False, help_text="Masuk dengan PIN, bukan kata sandi")
    is_active = models.BooleanField(default=True, help_text="Boleh masuk")
    created_at = models.DateTimeField(help_text="Saat didaftarkan")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects: PersonManager = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]{2,39}$"), name="accounts_person_username"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = self.username.lower()
        super().save(*args, **kwargs)


class Event(models.Model):
    """One act: who, as what, what, on which object, before and after, when, from where. Written once."""

    id: int
    at = models.DateTimeField(help_text="Saat")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Siapa")
    actor = models.CharField(max_length=120, help_text="Nama yang bertindak saat itu")
    role = models.CharField(max_length=40, blank=True, default="", help_text="Sebagai apa")
    action = models.CharField(max_length=60, help_text="Apa yang dilakukan")
    kind = models.CharField(max_length=40, help_text="Jenis benda")
    key = models.CharField(max_length=80, db_collation=CODE_COLLATION, help_text="Benda yang mana")
    label = models.CharField(max_length=200, blank=True, default="", help_text="Sebutan benda")
    region = models.CharField(max_length=10, blank=True, default="", db_collation=CODE_COLLATION, help_text="Wilayah")
    group = models.CharField(max_length=40, blank=True, default="", db_collation=CODE_COLLATION, help_text="Kelompok")
    before = models.JSONField(null=True, help_text="Sebelum")
    after = models.JSONField(null=True, help_text="Sesudah")
    purpose = models.TextField(blank=True, default="", help_text="Alasan membaca data pribadi")
    via = models.CharField(max_length=10, help_text="Lewat apa")
    address = models.CharField(max_length=45, blank=True, default="", help_text="Alamat jaringan")

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "-id"], name="accounts_event_object"),
            models.Index(fields=["person", "-id"], name="accounts_event_person"),
            models.Index(fields=["region", "-id"], name="accounts_event_region"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.kind} {self.key}"


class Grant(models.Model):
    """A role given to a person over a region (and all in it) or over one group, for a period."""

    id: int
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants", help_text="Kepada siapa")
    role = models.CharField(max_length=40, help_text="Peran")
    region = models.CharField(
        max_length=10, blank=True, default="", db_collation=CODE_COLLATION, help_text="Kode wilayah; kosong nasional"
    )
    group = models.CharField(
        max_length=40, blank=True, default="", db_collation=CODE_COLLATION, help_text="Kelompok, bila untuk kelompok"
    )
    valid_from = models.DateField(help_text="Mulai berlaku")
    valid_to = models.DateField(null=True, blank=True, help_text="Hari terakhir berlaku")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", help_text="Diberikan dengan")
    ended = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", help_text="Diakhiri dengan")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(region__regex=r"^([0-9]{2}([0-9]{2}([0-9]{2}([0-9]{4})?)?)?)?$"),
                name="accounts_grant_region",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(ended__isnull=False) | Q(valid_to__gte=F("valid_from")),
                name="accounts_grant_period",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="accounts_grant_person"),
            models.Index(fields=["region"], name="accounts_grant_region_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.region or self.group or 'nasional'}"


class Invitation(models.Model):
    """A role offered to somebody who has no account yet, or has one; only the hash of its word is kept."""

    id: int
    word = models.CharField(max_length=64, unique=True, help_text="Sidik kata undangan")
    name = models.CharField(max_length=120, help_text="Nama orang yang diundang")
    role = models.CharField(max_length=40, help_text="Peran")
    region = models.CharField(max_length=10, blank=True, default="", db_collation=CODE_COLLATION)
    group = models.CharField(max_length=40, blank=True, default="", db_collation=CODE_COLLATION)
    grant_until = models.DateField(null=True, blank=True, help_text="Hari terakhir peran berlaku")
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(help_text="Undangan berlaku sampai")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.name}: {self.role} {self.region or self.group or 'nasional'}"


class OneTimeCode(models.Model):
    """A code an officer gave face to face, for one new passphrase or PIN. Only its hash is kept."""

    id: int
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="codes")
    word = models.CharField(max_length=200, help_text="Sidik kode")
    expires_at = models.DateTimeField(help_text="Berlaku sampai")
    tries = models.SmallIntegerField(default=0, help_text="Berapa kali salah")
    used_at = models.DateTimeField(null=True, help_text="Saat dipakai")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id} sampai {self.expires_at:%H:%M}"
