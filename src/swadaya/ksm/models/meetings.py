"""Meetings, and what was recorded of them. A record is written whole and never altered; a correction is another one."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from swadaya.accounts.columns import event_of_act, person_who

from ..rules.agenda import STATES as AGENDA_STATES
from ..rules.attendance import MARKS
from ..values import MEETING_STATES
from .groups import Ksm
from .members import Member


class Meeting(models.Model):
    """A meeting of a group: planned, held and waiting for the second officer, closed, or cancelled."""

    id: int
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Sebutan pertemuan dalam alamat halaman")
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="meetings", db_index=False)
    number = models.IntegerField(help_text="Pertemuan ke berapa")
    planned_on = models.DateField(help_text="Tanggal rencana")
    held_on = models.DateField(null=True, help_text="Tanggal terlaksana")
    place = models.CharField(max_length=120, blank=True, default="", help_text="Tempat")
    agenda = models.JSONField(default=list, help_text="Agenda yang direncanakan")
    state = models.CharField(max_length=20, default="direncanakan", help_text="Keadaan")
    cancelled_why = models.CharField(max_length=200, blank=True, default="", help_text="Alasan batal")
    event = event_of_act()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ksm", "number"], name="ksm_meeting_number"),
            models.CheckConstraint(condition=Q(state__in=tuple(MEETING_STATES)), name="ksm_meeting_state"),
            models.CheckConstraint(
                condition=Q(state__in=("direncanakan", "batal"), held_on=None)
                | Q(state__in=("menunggu-konfirmasi", "selesai"), held_on__isnull=False),
                name="ksm_meeting_held",
            ),
            models.CheckConstraint(condition=~Q(state="batal", cancelled_why=""), name="ksm_meeting_cancelled"),
        ]
        indexes = [models.Index(fields=["ksm", "-held_on", "-id"], name="ksm_meeting_latest")]

    def __str__(self) -> str:
        return f"pertemuan ke-{self.number}"


class Record(models.Model):
    """The whole sheet as said once.

    ``batch_first`` to ``batch_last`` are its journals in the group's book (none: 0).
    """

    id: int
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="records", db_index=False)
    revision = models.SmallIntegerField(help_text="1: catatan pertama; selanjutnya perbaikan")
    key = models.UUIDField(unique=True, help_text="Kunci sekali pakai dari pengirim (UUIDv7)")
    payload = models.CharField(max_length=64, help_text="Sidik isi kiriman")
    held_on = models.DateField(help_text="Tanggal terlaksana")
    place = models.CharField(max_length=120, blank=True, default="", help_text="Tempat")
    closed_at = models.DateTimeField(null=True, help_text="Saat ditutup menurut gawai pengurus")
    recorded_at = models.DateTimeField(help_text="Saat dicatat di sini")
    opening = models.BigIntegerField(help_text="Kas awal")
    inflow = models.BigIntegerField(help_text="Kas masuk")
    outflow = models.BigIntegerField(help_text="Kas keluar")
    difference = models.BigIntegerField(help_text="Selisih kas yang dibukukan; kurang: di bawah nol")
    counted = models.BigIntegerField(help_text="Kas dihitung")
    cash_reason = models.CharField(max_length=500, blank=True, default="", help_text="Alasan selisih")
    pieces = models.JSONField(default=dict, help_text="Pecahan dan banyak lembarnya")
    cash_reader = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    minutes = models.TextField(blank=True, default="", help_text="Catatan pertemuan")
    next_on = models.DateField(null=True, help_text="Pertemuan berikut")
    reason = models.CharField(max_length=300, blank=True, default="", help_text="Alasan perbaikan")
    book = models.BigIntegerField(help_text="Buku kelompok")
    batch_first = models.IntegerField(default=0, help_text="Nomor jurnal pertama")
    batch_last = models.IntegerField(default=0, help_text="Nomor jurnal terakhir")
    person = person_who()
    actor = models.CharField(max_length=120, help_text="Nama pencatat")
    event = event_of_act()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "revision"], name="ksm_record_revision"),
            models.CheckConstraint(
                condition=Q(counted=F("opening") + F("inflow") - F("outflow") + F("difference")),
                name="ksm_record_cash_agrees",
            ),
            models.CheckConstraint(
                condition=Q(opening__gte=0, inflow__gte=0, outflow__gte=0, counted__gte=0), name="ksm_record_cash"
            ),
            models.CheckConstraint(condition=Q(difference=0) | ~Q(cash_reason=""), name="ksm_record_difference_said"),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(reason=""), name="ksm_record_correction_said"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.revision}"


class Attendance(models.Model):
    """The mark of one member of the day."""

    pk = models.CompositePrimaryKey("record_id", "member_id")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=1, help_text="H hadir, I izin, S sakit, A alpa")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mark__in=MARKS), name="ksm_attendance_mark")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.mark}"


class AgendaItem(models.Model):
    """One item of the agenda and what became of it."""

    pk = models.CompositePrimaryKey("record_id", "position")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="items", db_index=False)
    position = models.SmallIntegerField(help_text="Urutan")
    title = models.CharField(max_length=200, help_text="Butir agenda")
    state = models.CharField(max_length=10, help_text="terlaksana, ditunda, atau dibatalkan")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=AGENDA_STATES), name="ksm_agenda_state")]

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"


class Decision(models.Model):
    """One decision of the meeting."""

    pk = models.CompositePrimaryKey("record_id", "position")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    position = models.SmallIntegerField(help_text="Urutan")
    text = models.TextField(help_text="Keputusan")

    def __str__(self) -> str:
        return self.text[:80]


class Section(models.Model):
    """What a part of the meeting said, as it was sent; members by number of row, never by name."""

    pk = models.CompositePrimaryKey("record_id", "part")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="sections", db_index=False)
    part = models.CharField(max_length=30, help_text="Bagian lembar")
    said = models.JSONField(help_text="Isi bagian itu")

    def __str__(self) -> str:
        return f"{self.record_id} {self.part}"


class Confirmation(models.Model):
    """The second officer's word on a record; ``beside``: given on the device of another officer."""

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT, related_name="confirmation")
    person = person_who()
    actor = models.CharField(max_length=120, help_text="Nama yang mengonfirmasi")
    at = models.DateTimeField(help_text="Saat")
    beside = models.BooleanField(default=False, help_text="Dengan PIN pada gawai pengurus lain")
    event = event_of_act()

    def __str__(self) -> str:
        return f"{self.record_id} oleh {self.actor}"


class Paper(models.Model):
    """The photographed, signed sheet of a meeting that was typed in later."""

    meeting = models.OneToOneField(Meeting, primary_key=True, on_delete=models.PROTECT, related_name="paper")
    signed_on = models.DateField(help_text="Tanggal pada lembar")
    name = models.CharField(max_length=120, help_text="Nama berkas")
    sha256 = models.CharField(max_length=64, help_text="Sidik isi")
    content = models.BinaryField(help_text="Foto JPEG")
    at = models.DateTimeField(help_text="Saat diunggah")
    event = event_of_act()

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """A receipt to be sent. Its text is made when it is read, so that nothing personal is kept here."""

    id: int
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="receipts", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20, help_text="Saluran")
    state = models.CharField(max_length=10, default="menunggu", help_text="menunggu, terkirim, atau gagal")
    tries = models.SmallIntegerField(default=0, help_text="Banyak percobaan")
    word = models.CharField(max_length=120, blank=True, default="", help_text="Kata dari saluran")
    sent_at = models.DateTimeField(null=True, help_text="Saat terkirim")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "member", "channel"], name="ksm_receipt_once"),
            models.CheckConstraint(condition=Q(state__in=("menunggu", "terkirim", "gagal")), name="ksm_receipt_state"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.member_id} {self.state}"
