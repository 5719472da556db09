"""Publications by decree: written whole in one transaction, never again."""

from __future__ import annotations

from django.db import models

from swadaya.accounts.columns import event_of_act, person_who
from swadaya.wilayah.columns import region_code

from .cycles import Cycle
from .papers import Blob


class Publication(models.Model):
    """A decree and the run it publishes; ``amendment`` counts from 0, each above 0 amends the one before."""

    id: int
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="publications", db_index=False)
    amendment = models.SmallIntegerField(help_text="0: penetapan; selanjutnya nomor perubahan")
    amends = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="amended_by", help_text="Yang diubah"
    )
    number = models.CharField(max_length=120, help_text="Nomor keputusan")
    decided_on = models.DateField(help_text="Tanggal keputusan")
    title = models.TextField(help_text="Judul keputusan")
    place = models.CharField(max_length=80, help_text="Tempat ditetapkan")
    signers = models.JSONField(help_text="Dua penanda tangan: nama, jabatan, nomor")
    overrides = models.JSONField(default=dict, help_text="Alasan tetap menetapkan, menurut temuan kesiapan")
    run = models.OneToOneField(
        "indeks.Run", on_delete=models.PROTECT, related_name="+", help_text="Perhitungan yang diterbitkan"
    )
    key = models.UUIDField(null=True, unique=True, help_text="Kunci sekali pakai dari pengirim")
    at = models.DateTimeField(help_text="Saat diterbitkan")
    person = person_who()
    desa = models.IntegerField(help_text="Banyak desa yang ditetapkan")
    written_in = models.BigIntegerField(default=0, help_text="Transaksi yang menulisnya; diisi basis data")
    event = event_of_act()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "amendment"], name="pendataan_publication_number"),
            models.CheckConstraint(
                condition=models.Q(amendment=0, amends=None) | models.Q(amendment__gt=0, amends__isnull=False),
                name="pendataan_publication_amends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.decided_on})"


class PublicationChange(models.Model):
    """A village whose result a publication sets or changes; k null: no index, level 0: no status."""

    pk = models.CompositePrimaryKey("publication_id", "desa")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="changes", db_index=False)
    desa = region_code("Kode desa Kemendagri, 10 angka")
    before_k = models.IntegerField(null=True)
    before_level = models.SmallIntegerField()
    after_k = models.IntegerField(null=True)
    after_level = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.desa}"


class Document(models.Model):
    """The annex of a decree or the minutes of a level, as PDF."""

    class Kind(models.TextChoices):
        ANNEX = "lampiran", "lampiran keputusan"
        MINUTES = "berita-acara", "berita acara"

    id: int
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="documents", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, help_text="Jenis dokumen")
    level = models.CharField(max_length=10, help_text="Tingkat")
    region = region_code("Wilayah", optional=True)
    name = models.CharField(max_length=200, help_text="Nama dokumen")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+", help_text="Isi")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "kind", "level", "region"], name="pendataan_document_once")
        ]

    def __str__(self) -> str:
        return self.name
