"""Bodies end and wrong activities are withdrawn, once; names of a register stand in it once."""

import django.db.models.functions.text
from django.db import migrations, models


GUARDS = """
DROP TRIGGER ksm_institutionactivity_kept ON ksm_institutionactivity;
CREATE TRIGGER ksm_institutionactivity_guard BEFORE UPDATE OR DELETE ON ksm_institutionactivity
    FOR EACH ROW EXECUTE FUNCTION ksm_ends_once('withdrawn_at,withdrawn_why');
CREATE TRIGGER ksm_welfarebody_guard BEFORE UPDATE OR DELETE ON ksm_welfarebody
    FOR EACH ROW EXECUTE FUNCTION ksm_ends_once('ended_on,ended_why,legal_form,services');
CREATE TRIGGER ksm_communitygroup_guard BEFORE UPDATE OR DELETE ON ksm_communitygroup
    FOR EACH ROW EXECUTE FUNCTION
    ksm_ends_once('ksm_id,members_agreed_on,members_agreed_by,actors_agreed_on,actors_agreed_by');
"""
BACK = """
DROP TRIGGER ksm_communitygroup_guard ON ksm_communitygroup;
DROP TRIGGER ksm_welfarebody_guard ON ksm_welfarebody;
DROP TRIGGER ksm_institutionactivity_guard ON ksm_institutionactivity;
CREATE TRIGGER ksm_institutionactivity_kept BEFORE UPDATE OR DELETE ON ksm_institutionactivity
    FOR EACH ROW EXECUTE FUNCTION ksm_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_short_memory"),
        ("ksm", "0002_guards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="communitygroup",
            name="ksm_community_once",
        ),
        migrations.RemoveConstraint(
            model_name="welfarebody",
            name="ksm_welfare_once",
        ),
        migrations.RemoveIndex(
            model_name="bkm",
            name="ksm_bkm_desa_idx",
        ),
        migrations.RemoveIndex(
            model_name="unitpengelola",
            name="ksm_unit_region_idx",
        ),
        migrations.AddField(
            model_name="institutionactivity",
            name="withdrawn_at",
            field=models.DateTimeField(help_text="Saat dibatalkan", null=True),
        ),
        migrations.AddField(
            model_name="institutionactivity",
            name="withdrawn_why",
            field=models.CharField(blank=True, default="", help_text="Mengapa dibatalkan", max_length=200),
        ),
        migrations.AddField(
            model_name="welfarebody",
            name="ended_on",
            field=models.DateField(help_text="Tanggal bubar", null=True),
        ),
        migrations.AddField(
            model_name="welfarebody",
            name="ended_why",
            field=models.CharField(blank=True, default="", help_text="Mengapa bubar", max_length=200),
        ),
        migrations.AddField(
            model_name="welfarebody",
            name="founded_on",
            field=models.DateField(help_text="Tanggal berdiri, bila diketahui", null=True),
        ),
        migrations.AddConstraint(
            model_name="bkm",
            constraint=models.UniqueConstraint(
                models.F("desa"), django.db.models.functions.text.Lower("name"), name="ksm_bkm_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="communitygroup",
            constraint=models.UniqueConstraint(
                models.F("desa"), django.db.models.functions.text.Lower("name"), name="ksm_community_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitpengelola",
            constraint=models.UniqueConstraint(
                models.F("region"),
                models.F("kind"),
                django.db.models.functions.text.Lower("name"),
                name="ksm_unit_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="welfarebody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("founded_on", None), ("ended_on", None), ("ended_on__gte", models.F("founded_on")), _connector="OR"
                ),
                name="ksm_welfare_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="welfarebody",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                models.F("region"),
                django.db.models.functions.text.Lower("name"),
                name="ksm_welfare_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="welfarebody",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("kind", "BKKKS")),
                fields=("region",),
                name="ksm_welfare_one_bkkks",
            ),
        ),
        migrations.RunSQL(GUARDS, BACK),
    ]
