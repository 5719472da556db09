"""Score sheets, runs and their results. Nothing is edited after the fact: a new sheet supersedes, a new run replaces.

The guards live in the database (migration 0002): a sheet never changes but for its supersession, a published run never.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from swadaya.wilayah.columns import CODE_COLLATION, region_code


class Batch(models.Model):
    """One file taken in, or one simulated nation: where score sheets come from."""

    class Kind(models.TextChoices):
        OFFICIAL = "resmi", "terbitan resmi"
        OWN = "sendiri", "isian sendiri"
        EXAMPLE = "contoh", "data contoh"

    kind = models.CharField(max_length=8, choices=Kind.choices, help_text="Jenis sumber")
    source = models.TextField(help_text="Dari mana berkas ini, dengan kata-kata")
    file_name = models.TextField(help_text="Nama berkas")
    sha256 = models.CharField(max_length=64, help_text="Sidik berkas")
    format = models.CharField(max_length=20, help_text="Bentuk berkas")
    method = models.CharField(max_length=60, help_text="Metode indeks")
    retrieved_on = models.DateField(help_text="Tanggal berkas diambil dari sumbernya")
    recorded_at = models.DateTimeField(help_text="Saat dicatat di sini")
    rows = models.IntegerField(help_text="Baris desa yang dibaca")
    report = models.JSONField(default=dict, help_text="Ringkasan masalah menurut kode")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.retrieved_on})"


class ScoreSheet(models.Model):
    """One village, year and method: its scores, or the published figures where scores are not known."""

    desa = region_code("Kode desa Kemendagri, 10 angka")
    year = models.SmallIntegerField(help_text="Tahun data")
    method = models.CharField(max_length=60, help_text="Metode indeks")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="sheets", help_text="Asal")
    scores = models.BinaryField(null=True, help_text="Skor, satu bita tiap indikator menurut urutan metode; 255 kosong")
    places = models.SmallIntegerField(default=0, help_text="Banyak desimal angka terbit")
    said_components = ArrayField(
        models.BigIntegerField(), null=True, help_text="Komponen seperti terbit, satuan 10^-places"
    )
    said_index = models.BigIntegerField(null=True, help_text="Indeks seperti terbit, satuan 10^-places")
    said_level = models.SmallIntegerField(default=0, help_text="Kelas yang disebut sumber; 0 tidak ada")
    remark = models.TextField(blank=True, default="", help_text="Keterangan sumber, seperti Update 2023")
    superseded_by = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="superseded", help_text="Diganti oleh"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["method", "year", "desa"],
                condition=Q(superseded_by=None),
                name="indeks_sheet_current",
            ),
            models.CheckConstraint(
                condition=Q(desa__regex=r"^[0-9]{10}$"),
                name="indeks_sheet_desa",
                violation_error_message="kode desa 10 angka",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desa} {self.year} {self.method}"


class Run(models.Model):
    """One computation of a method over the current sheets of a year."""

    class Status(models.TextChoices):
        DRAFT = "draf", "draf"
        PUBLISHED = "terbit", "terbit"

    method = models.CharField(max_length=60, help_text="Metode indeks")
    method_version = models.CharField(max_length=64, help_text="Sidik berkas metode")
    year = models.SmallIntegerField(help_text="Tahun data")
    inputs_hash = models.CharField(max_length=64, help_text="Sidik seluruh masukan")
    results_hash = models.CharField(max_length=64, help_text="Sidik seluruh hasil")
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.DRAFT, help_text="Keadaan")
    example = models.BooleanField(help_text="Ada masukan data contoh")
    note = models.TextField(blank=True, default="", help_text="Catatan")
    created_at = models.DateTimeField(help_text="Saat dihitung")
    published_at = models.DateTimeField(null=True, help_text="Saat diterbitkan")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draf", published_at=None) | Q(status="terbit", published_at__isnull=False),
                name="indeks_run_published_at",
            )
        ]
        indexes = [models.Index(fields=["method", "year", "-published_at"], name="indeks_run_latest")]

    def __str__(self) -> str:
        return f"{self.method} {self.year} ({self.status})"


class Result(models.Model):
    """One village in a run. ``k`` null: no index. ``off_grid``: nearest k of a published value no scores can give."""

    pk = models.CompositePrimaryKey("run_id", "desa")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results", db_index=False)
    desa = models.CharField(max_length=10, db_collation=CODE_COLLATION)
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, db_index=False, db_constraint=True)
    points = ArrayField(models.SmallIntegerField(), null=True)
    k = models.IntegerField(null=True)
    level = models.SmallIntegerField()
    rank_nasional = models.IntegerField()
    rank_provinsi = models.IntegerField()
    rank_kabkota = models.IntegerField()
    rank_kecamatan = models.IntegerField()
    off_grid = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.run_id}/{self.desa}"


class Aggregate(models.Model):
    """Counts and sums of one group of a run.

    ``scheme``: nasional, provinsi, kabkota, kecamatan, pulau:<skema>, tanda:<kode>.
    """

    pk = models.CompositePrimaryKey("run_id", "scheme", "key")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="aggregates", db_index=False)
    scheme = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_collation=CODE_COLLATION)
    desa = models.IntegerField()
    with_index = models.IntegerField()
    classes = ArrayField(models.IntegerField())
    sum_k = models.BigIntegerField()
    sum_points = ArrayField(models.BigIntegerField())
    lowest_k = models.IntegerField()
    highest_k = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.run_id}/{self.scheme}/{self.key}"


class Digest(models.Model):
    """What is worked out when a run is published, from that run alone or from it and an earlier year's.

    Written whole in the transaction that makes it, never again (migration 0006). ``base`` null: the profile of a run;
    else the moves from ``base`` to ``run``. ``whole``: the progress of every village is kept, because no year on show
    lay between the two; else only of those that rose or fell two classes or more.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="digests", help_text="Tahun sesudahnya")
    base = models.ForeignKey(
        Run, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Tahun sebelumnya"
    )
    whole = models.BooleanField(default=False, help_text="Memuat kemajuan semua desa")
    written_in = models.BigIntegerField(default=0, help_text="Transaksi yang menulisnya; diisi basis data")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run"], condition=Q(base=None), name="indeks_digest_own"),
            models.UniqueConstraint(fields=["base", "run"], name="indeks_digest_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.base_id} ke {self.run_id}" if self.base_id else f"profil {self.run_id}"


class Moves(models.Model):
    """Moves of one group between two years. ``flows``: villages from class x to y, row by row, 0 for no index."""

    pk = models.CompositePrimaryKey("digest_id", "scheme", "key")
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, related_name="moves", db_index=False, db_constraint=False
    )
    scheme = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_collation=CODE_COLLATION)
    flows = ArrayField(models.IntegerField())
    sum_delta = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.digest_id}/{self.scheme}/{self.key}"


class Progress(models.Model):
    """The step of one village between two years. Ranks are 0 where the digest is not whole."""

    pk = models.CompositePrimaryKey("digest_id", "desa")
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, related_name="progress", db_index=False, db_constraint=False
    )
    desa = models.CharField(max_length=10, db_collation=CODE_COLLATION)
    before = models.SmallIntegerField()
    after = models.SmallIntegerField()
    delta = models.IntegerField()
    rank_nasional = models.IntegerField()
    rank_provinsi = models.IntegerField()
    rank_kabkota = models.IntegerField()
    rank_kecamatan = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.digest_id}/{self.desa}"


class Profile(models.Model):
    """Types and weak indicators of one region in a run.

    ``patterns``: villages with an index by type; ``scored``: those of them whose scores are known; ``below`` and
    ``lost`` by indicator over these, null where there are none.
    """

    pk = models.CompositePrimaryKey("digest_id", "scheme", "key")
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, related_name="profiles", db_index=False, db_constraint=False
    )
    scheme = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_collation=CODE_COLLATION)
    patterns = ArrayField(models.IntegerField())
    scored = models.IntegerField()
    below = ArrayField(models.IntegerField(), null=True)
    lost = ArrayField(models.BigIntegerField(), null=True)

    def __str__(self) -> str:
        return f"{self.digest_id}/{self.scheme}/{self.key}"


class Trend(models.Model):
    """What every run on show of a method says of one village or group, so that a page reads one row for all years.

    Derived from results and aggregates, written anew at each publication (``trends``). ``scheme`` as in Aggregate, or
    desa.
    """

    pk = models.CompositePrimaryKey("method", "scheme", "key")
    method = models.CharField(max_length=60)
    scheme = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_collation=CODE_COLLATION)
    runs = models.JSONField(help_text="Satu deret tiap jalan, menurut nomor jalan")

    def __str__(self) -> str:
        return f"{self.method} {self.scheme} {self.key}"
