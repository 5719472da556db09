"""The tables of regions, versions, successions, areas, foreign codes and outlines."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(help_text="Sebutan pendek untuk alamat dan perintah", max_length=100, unique=True),
                ),
                ("label", models.CharField(help_text="Nama yang ditampilkan", max_length=200)),
                ("kind", models.CharField(help_text="pulau, tanda, atau kawasan", max_length=10)),
                ("scheme", models.CharField(blank=True, help_text="Skema pengelompokan pulau", max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=0, help_text="Urutan dalam daftar")),
                ("legal_basis", models.CharField(blank=True, help_text="Dasar hukum atau kebiasaan", max_length=300)),
                ("valid_from", models.DateField(blank=True, help_text="Hari pertama berlaku", null=True)),
                ("valid_to", models.DateField(blank=True, help_text="Hari terakhir berlaku", null=True)),
                ("source", models.CharField(help_text="Berkas aturan atau berkas impor", max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pulau", "tanda", "kawasan"])), name="wilayah_area_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "pulau"), ("scheme", ""), _connector="XOR"),
                        name="wilayah_area_scheme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoundaryLayer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parent",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        help_text="Wilayah yang digambar; kosong untuk nasional",
                        max_length=10,
                    ),
                ),
                ("level", models.CharField(help_text="Jenjang yang tampak di dalamnya", max_length=10)),
                ("width", models.PositiveSmallIntegerField(help_text="Lebar bidang gambar (piksel)")),
                ("height", models.PositiveSmallIntegerField(help_text="Tinggi bidang gambar (piksel)")),
                ("file", models.CharField(help_text="Nama berkas yang dipasang", max_length=200)),
                ("sha256", models.CharField(help_text="Sidik berkas yang dipasang", max_length=64)),
                ("attribution", models.CharField(help_text="Keterangan sumber yang harus ditampilkan", max_length=300)),
                ("installed_at", models.DateTimeField(help_text="Saat dipasang")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("parent", "level"), name="wilayah_layer_once")],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C",
                        help_text="Kode Kemendagri tanpa titik",
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("level", models.CharField(help_text="provinsi, kabkota, kecamatan, atau desa", max_length=10)),
                ("kind", models.CharField(help_text="Jenis wilayah menurut kodenya", max_length=10)),
                ("name", models.CharField(blank=True, help_text="Nama resmi terakhir yang diketahui", max_length=200)),
                (
                    "name_key",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        help_text="Nama untuk pencarian: huruf kecil, tanpa tanda baca",
                        max_length=200,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        default="resmi",
                        help_text="resmi: ada dalam daftar; historis: hanya dalam berkas atau daftar lama",
                        max_length=8,
                    ),
                ),
                (
                    "first_seen",
                    models.SmallIntegerField(blank=True, help_text="Tahun data pertama yang memuatnya", null=True),
                ),
                (
                    "last_seen",
                    models.SmallIntegerField(blank=True, help_text="Tahun data terakhir yang memuatnya", null=True),
                ),
                (
                    "source",
                    models.CharField(help_text="Daftar atau berkas tempat kode ini pertama diketahui", max_length=200),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Wilayah di atasnya",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wilayah.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegionAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(help_text="Sistem kode lain, misalnya bps", max_length=20)),
                ("year", models.SmallIntegerField(help_text="Tahun sistem kode itu")),
                ("foreign_code", models.CharField(db_collation="C", help_text="Kode dalam sistem itu", max_length=20)),
                ("foreign_name", models.CharField(blank=True, help_text="Nama dalam sistem itu", max_length=200)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aliases", to="wilayah.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, help_text="Nama pada masa itu", max_length=200)),
                (
                    "parent_code",
                    models.CharField(
                        blank=True, db_collation="C", help_text="Kode wilayah di atasnya pada masa itu", max_length=10
                    ),
                ),
                ("kind", models.CharField(help_text="Jenis wilayah pada masa itu", max_length=10)),
                (
                    "valid_from",
                    models.DateField(blank=True, help_text="Hari pertama; kosong bila tidak diketahui", null=True),
                ),
                ("valid_to", models.DateField(blank=True, help_text="Hari pertama yang tidak lagi berlaku", null=True)),
                ("attested_on", models.DateField(blank=True, help_text="Tanggal daftar yang memuatnya", null=True)),
                ("decree", models.CharField(blank=True, help_text="Keputusan yang memuatnya", max_length=200)),
                ("source", models.CharField(help_text="Dari mana isi ini diperoleh", max_length=200)),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="wilayah.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("effective_on", models.DateField(help_text="Hari pertama kode baru")),
                ("law", models.CharField(help_text="Undang-undang atau keputusannya", max_length=120)),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wilayah.region"
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wilayah.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "prefix",
                    models.CharField(
                        db_collation="C",
                        db_index=True,
                        help_text="Kode provinsi, kabupaten/kota, kecamatan, atau desa",
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="wilayah.area"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area", "prefix"), name="wilayah_member_once")],
            },
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", help_text="Kode wilayah", max_length=10)),
                ("path", models.TextField(help_text="Isi atribut d dari path SVG")),
                ("x", models.SmallIntegerField(help_text="Titik label, mendatar")),
                ("y", models.SmallIntegerField(help_text="Titik label, ke bawah")),
                ("left", models.SmallIntegerField(help_text="Kotak batas: kiri")),
                ("top", models.SmallIntegerField(help_text="Kotak batas: atas")),
                ("right", models.SmallIntegerField(help_text="Kotak batas: kanan")),
                ("bottom", models.SmallIntegerField(help_text="Kotak batas: bawah")),
                (
                    "layer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shapes",
                        to="wilayah.boundarylayer",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("layer", "code"), name="wilayah_boundary_once")],
            },
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(
                condition=models.Q(("level", "desa"), _negated=True),
                fields=["level", "code"],
                name="wilayah_region_above_desa",
            ),
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(fields=["name_key"], name="wilayah_region_name_key"),
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(
                condition=models.Q(("status", "historis")), fields=["code"], name="wilayah_region_historis"
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__regex", "^[0-9]{2}$"), ("level", "provinsi")),
                    models.Q(("code__regex", "^[0-9]{4}$"), ("level", "kabkota")),
                    models.Q(("code__regex", "^[0-9]{6}$"), ("level", "kecamatan")),
                    models.Q(("code__regex", "^[0-9]{10}$"), ("level", "desa")),
                    _connector="OR",
                ),
                name="wilayah_region_code_fits_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["resmi", "historis"])), name="wilayah_region_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "historis"), models.Q(("name", ""), _negated=True), _connector="OR"),
                name="wilayah_region_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_seen__lte", models.F("last_seen"))), name="wilayah_region_seen_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="regionalias",
            constraint=models.UniqueConstraint(fields=("system", "year", "foreign_code"), name="wilayah_alias_once"),
        ),
        migrations.AddIndex(
            model_name="regionversion",
            index=models.Index(
                condition=models.Q(("valid_to", None), _negated=True), fields=["region"], name="wilayah_version_closed"
            ),
        ),
        migrations.AddConstraint(
            model_name="regionversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", None)), fields=("region",), name="wilayah_version_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="regionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None), ("valid_to", None), ("valid_from__lte", models.F("valid_to")), _connector="OR"
                ),
                name="wilayah_version_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(fields=("old", "new"), name="wilayah_succession_once"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True), name="wilayah_succession_moves"
            ),
        ),
    ]
