"""Members. Who they are stands in one table that can be erased; everything else knows their number only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from swadaya.accounts.columns import event_of_act

from ..rules.profile import OFFICES
from ..values import CONSENTS, SEXES
from .groups import Ksm


class Member(models.Model):
    """Somebody in a group, from the day of joining until the day of leaving, both included."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="members", db_index=False)
    number = models.IntegerField(help_text="Nomor dalam kelompok, seperti pada lembar kertas")
    sex = models.CharField(max_length=1, help_text="P perempuan, L laki-laki")
    joined_on = models.DateField(help_text="Masuk")
    left_on = models.DateField(null=True, help_text="Hari terakhir sebagai anggota")
    left_reason = models.CharField(max_length=200, blank=True, default="", help_text="Alasan keluar")
    person = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", help_text="Akunnya, bila ada"
    )
    event = event_of_act()
    ended = event_of_act(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ksm", "number"], name="ksm_member_number"),
            models.CheckConstraint(condition=Q(sex__in=tuple(SEXES)), name="ksm_member_sex"),
            models.CheckConstraint(
                condition=Q(left_on=None, ended=None) | Q(left_on__gte=F("joined_on"), ended__isnull=False),
                name="ksm_member_left",
            ),
        ]

    def __str__(self) -> str:
        return f"anggota {self.number}"


class PersonalData(models.Model):
    """The only table with names. Erased, its row stays empty, so that nobody wonders what was here."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.PROTECT, related_name="data")
    name = models.CharField(max_length=120, blank=True, default="", help_text="Nama")
    former_names = models.JSONField(default=list, blank=True, help_text="Nama yang dahulu tercatat")
    phone = models.CharField(max_length=16, blank=True, default="", help_text="Telepon, untuk struk")
    birth_year = models.SmallIntegerField(null=True, help_text="Tahun lahir")
    poor = models.BooleanField(null=True, help_text="Rumah tangga miskin menurut sumber itu")
    poor_source = models.CharField(max_length=120, blank=True, default="", help_text="Sumber: PS2, DTKS, musyawarah")
    nik_cipher = models.BinaryField(null=True, help_text="NIK tersandi")
    nik_hash = models.CharField(max_length=64, null=True, unique=True, help_text="Sidik NIK dengan kunci")
    erased_at = models.DateTimeField(null=True, help_text="Saat dihapus")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    name="",
                    former_names=[],
                    phone="",
                    birth_year=None,
                    poor=None,
                    poor_source="",
                    nik_cipher=None,
                    nik_hash=None,
                ),
                name="ksm_data_erased",
            ),
            models.CheckConstraint(
                condition=Q(nik_cipher=None, nik_hash=None) | Q(nik_cipher__isnull=False, nik_hash__isnull=False),
                name="ksm_data_nik",
            ),
            models.CheckConstraint(condition=Q(poor=None) | ~Q(poor_source=""), name="ksm_data_poor_with_source"),
        ]

    def __str__(self) -> str:
        return f"data anggota {self.member_id}"


class Consent(models.Model):
    """What a member agreed to, and until when."""

    id: int
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="consents", db_index=False)
    kind = models.CharField(max_length=16, help_text="Atas apa")
    given_on = models.DateField(help_text="Diberikan")
    withdrawn_on = models.DateField(null=True, help_text="Ditarik")
    event = event_of_act()
    withdrawn = event_of_act(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(withdrawn_on=None), name="ksm_consent_current"
            ),
            models.CheckConstraint(condition=Q(kind__in=tuple(CONSENTS)), name="ksm_consent_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"


class Officer(models.Model):
    """An office held for a term."""

    id: int
    ksm = models.ForeignKey(Ksm, on_delete=models.PROTECT, related_name="officers", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="offices")
    office = models.CharField(max_length=10, help_text="Jabatan")
    since = models.DateField(help_text="Mulai")
    until = models.DateField(null=True, help_text="Hari terakhir")
    event = event_of_act()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(office__in=tuple(OFFICES)), name="ksm_officer_office"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="ksm_officer_term"),
            models.UniqueConstraint(
                fields=["ksm", "office"],
                condition=Q(until=None) & ~Q(office="lainnya"),
                name="ksm_officer_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.member_id}"
