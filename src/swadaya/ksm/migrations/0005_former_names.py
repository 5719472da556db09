"""Names that were recorded before a renaming are kept where the name is, to be forgotten with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ksm", "0004_forgotten_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="personaldata",
            name="ksm_data_erased",
        ),
        migrations.AddField(
            model_name="personaldata",
            name="former_names",
            field=models.JSONField(blank=True, default=list, help_text="Nama yang dahulu tercatat"),
        ),
        migrations.AddConstraint(
            model_name="personaldata",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None),
                    models.Q(
                        ("birth_year", None),
                        ("former_names", []),
                        ("name", ""),
                        ("nik_cipher", None),
                        ("nik_hash", None),
                        ("phone", ""),
                        ("poor", None),
                        ("poor_source", ""),
                    ),
                    _connector="OR",
                ),
                name="ksm_data_erased",
            ),
        ),
    ]
