"""Regions over time, the areas they belong to, and their outlines.

Codes are kept without dots in collation "C": a region is a prefix, a prefix is a range, and a btree index
reads it in any database locale. Periods are half open: ``valid_to`` is the first day no longer in it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .columns import CODE_COLLATION, region_code


class Region(models.Model):
    """A region by its official code, under its latest name; what was before is in :class:`RegionVersion`."""

    RESMI, HISTORIS = "resmi", "historis"

    code = region_code("Kode Kemendagri tanpa titik", primary_key=True)
    level = models.CharField(max_length=10, help_text="provinsi, kabkota, kecamatan, atau desa")
    kind = models.CharField(max_length=10, help_text="Jenis wilayah menurut kodenya")
    name = models.CharField(max_length=200, blank=True, help_text="Nama resmi terakhir yang diketahui")
    name_key = models.CharField(
        max_length=200,
        blank=True,
        db_collation=CODE_COLLATION,
        help_text="Nama untuk pencarian: huruf kecil, tanpa tanda baca",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Wilayah di atasnya",
    )
    status = models.CharField(
        max_length=8,
        default=RESMI,
        help_text="resmi: ada dalam daftar; historis: hanya dalam berkas atau daftar lama",
    )
    first_seen = models.SmallIntegerField(null=True, blank=True, help_text="Tahun data pertama yang memuatnya")
    last_seen = models.SmallIntegerField(null=True, blank=True, help_text="Tahun data terakhir yang memuatnya")
    source = models.CharField(max_length=200, help_text="Daftar atau berkas tempat kode ini pertama diketahui")

    class Meta:
        indexes = (
            models.Index(fields=["level", "code"], name="wilayah_region_above_desa", condition=~Q(level="desa")),
            models.Index(fields=["name_key"], name="wilayah_region_name_key"),
            models.Index(fields=["code"], name="wilayah_region_historis", condition=Q(status="historis")),
        )
        constraints = (
            models.CheckConstraint(
                name="wilayah_region_code_fits_level",
                condition=Q(level="provinsi", code__regex=r"^[0-9]{2}$")
                | Q(level="kabkota", code__regex=r"^[0-9]{4}$")
                | Q(level="kecamatan", code__regex=r"^[0-9]{6}$")
                | Q(level="desa", code__regex=r"^[0-9]{10}$"),
            ),
            models.CheckConstraint(name="wilayah_region_status", condition=Q(status__in=["resmi", "historis"])),
            models.CheckConstraint(name="wilayah_region_named", condition=Q(status="historis") | ~Q(name="")),
            models.CheckConstraint(name="wilayah_region_seen_in_order", condition=Q(first_seen__lte=F("last_seen"))),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RegionVersion(models.Model):
    """What a region was called and where it lay in a period. An unknown beginning is null, never a guess.

    A version that begins and ends on one day was a fault in the list, put right later under the same decree.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="versions", db_index=False)
    name = models.CharField(max_length=200, blank=True, help_text="Nama pada masa itu")
    parent_code = region_code("Kode wilayah di atasnya pada masa itu", blank=True)
    kind = models.CharField(max_length=10, help_text="Jenis wilayah pada masa itu")
    valid_from = models.DateField(null=True, blank=True, help_text="Hari pertama; kosong bila tidak diketahui")
    valid_to = models.DateField(null=True, blank=True, help_text="Hari pertama yang tidak lagi berlaku")
    attested_on = models.DateField(null=True, blank=True, help_text="Tanggal daftar yang memuatnya")
    decree = models.CharField(max_length=200, blank=True, help_text="Keputusan yang memuatnya")
    source = models.CharField(max_length=200, help_text="Dari mana isi ini diperoleh")

    class Meta:
        indexes = (models.Index(fields=["region"], name="wilayah_version_closed", condition=~Q(valid_to=None)),)
        constraints = (
            models.UniqueConstraint(fields=["region"], condition=Q(valid_to=None), name="wilayah_version_one_open"),
            models.CheckConstraint(
                name="wilayah_version_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id} {self.name} ({self.valid_from} – {self.valid_to})"


class Succession(models.Model):
    """The old code's territory became the new code's on a day, by a law."""

    old = models.ForeignKey(Region, models.PROTECT, related_name="+")
    new = models.ForeignKey(Region, models.PROTECT, related_name="+")
    effective_on = models.DateField(help_text="Hari pertama kode baru")
    law = models.CharField(max_length=120, help_text="Undang-undang atau keputusannya")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["old", "new"], name="wilayah_succession_once"),
            models.CheckConstraint(name="wilayah_succession_moves", condition=~Q(old=F("new"))),
        )

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}"


class Area(models.Model):
    """A named set of regions: an island group of a scheme, a tag with a legal basis, or a kawasan."""

    code = models.SlugField(max_length=100, unique=True, help_text="Sebutan pendek untuk alamat dan perintah")
    label = models.CharField(max_length=200, help_text="Nama yang ditampilkan")
    kind = models.CharField(max_length=10, help_text="pulau, tanda, atau kawasan")
    scheme = models.CharField(max_length=60, blank=True, help_text="Skema pengelompokan pulau")
    position = models.PositiveSmallIntegerField(default=0, help_text="Urutan dalam daftar")
    legal_basis = models.CharField(max_length=300, blank=True, help_text="Dasar hukum atau kebiasaan")
    valid_from = models.DateField(null=True, blank=True, help_text="Hari pertama berlaku")
    valid_to = models.DateField(null=True, blank=True, help_text="Hari terakhir berlaku")
    source = models.CharField(max_length=200, help_text="Berkas aturan atau berkas impor")

    class Meta:
        constraints = (
            models.CheckConstraint(name="wilayah_area_kind", condition=Q(kind__in=["pulau", "tanda", "kawasan"])),
            models.CheckConstraint(name="wilayah_area_scheme", condition=Q(kind="pulau") ^ Q(scheme="")),
        )

    def __str__(self) -> str:
        return self.code


class AreaMember(models.Model):
    """A region, with everything below it, that belongs to an area."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="members")
    prefix = region_code("Kode provinsi, kabupaten/kota, kecamatan, atau desa", db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["area", "prefix"], name="wilayah_member_once"),)

    def __str__(self) -> str:
        return f"{self.area_id} {self.prefix}"


class RegionAlias(models.Model):
    """The code of a region in another coding system, such as that of BPS in a year."""

    system = models.CharField(max_length=20, help_text="Sistem kode lain, misalnya bps")
    year = models.SmallIntegerField(help_text="Tahun sistem kode itu")
    foreign_code = models.CharField(max_length=20, db_collation=CODE_COLLATION, help_text="Kode dalam sistem itu")
    foreign_name = models.CharField(max_length=200, blank=True, help_text="Nama dalam sistem itu")
    region = models.ForeignKey(Region, models.PROTECT, related_name="aliases")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["system", "year", "foreign_code"], name="wilayah_alias_once"),)

    def __str__(self) -> str:
        return f"{self.system} {self.year} {self.foreign_code}"


class BoundaryLayer(models.Model):
    """One picture: the outlines of what lies at a level below a region, in the region's own view."""

    parent = region_code("Wilayah yang digambar; kosong untuk nasional", blank=True)
    level = models.CharField(max_length=10, help_text="Jenjang yang tampak di dalamnya")
    width = models.PositiveSmallIntegerField(help_text="Lebar bidang gambar (piksel)")
    height = models.PositiveSmallIntegerField(help_text="Tinggi bidang gambar (piksel)")
    file = models.CharField(max_length=200, help_text="Nama berkas yang dipasang")
    sha256 = models.CharField(max_length=64, help_text="Sidik berkas yang dipasang")
    attribution = models.CharField(max_length=300, help_text="Keterangan sumber yang harus ditampilkan")
    installed_at = models.DateTimeField(help_text="Saat dipasang")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["parent", "level"], name="wilayah_layer_once"),)

    def __str__(self) -> str:
        return f"{self.parent or 'nasional'}/{self.level}"


class Boundary(models.Model):
    """The outline of one region in a picture, in whole pixels, fill rule evenodd."""

    layer = models.ForeignKey(BoundaryLayer, models.CASCADE, related_name="shapes", db_index=False)
    code = region_code("Kode wilayah")
    path = models.TextField(help_text="Isi atribut d dari path SVG")
    x = models.SmallIntegerField(help_text="Titik label, mendatar")
    y = models.SmallIntegerField(help_text="Titik label, ke bawah")
    left = models.SmallIntegerField(help_text="Kotak batas: kiri")
    top = models.SmallIntegerField(help_text="Kotak batas: atas")
    right = models.SmallIntegerField(help_text="Kotak batas: kanan")
    bottom = models.SmallIntegerField(help_text="Kotak batas: bawah")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["layer", "code"], name="wilayah_boundary_once"),)

    def __str__(self) -> str:
        return f"{self.layer_id} {self.code}"
