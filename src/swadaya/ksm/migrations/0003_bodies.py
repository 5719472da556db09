"""Bodies end and wrong activities are withdrawn, once; names of a register stand in it once.

What an older register holds twice stays in it under a name of its own, and of two BKKKS of a province the first stands.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import django.db.models.functions.text
from django.db import migrations, models

from swadaya.core import clock

LOG = logging.getLogger(__name__)
ONCE = {
    "Bkm": ("desa",),
    "CommunityGroup": ("desa",),
    "UnitPengelola": ("region", "kind"),
    "WelfareBody": ("kind", "region"),
}
SECOND_BKKKS = "Terdaftar sebagai BKKKS kedua di provinsi itu; ditutup saat pembaruan aplikasi."


def set_apart(apps: Any, _schema_editor: Any) -> None:
    """Give every later row of one name a number, end every later BKKKS of a province, and say so."""
    for model, within in ONCE.items():
        for was, now in renamed(apps.get_model("ksm", model), within):
            LOG.warning("Nama ganda dalam daftar %s: %s menjadi %s.", model, was, now)
    body = apps.get_model("ksm", "WelfareBody")
    for row in body.objects.filter(kind="BKKKS", ended_on=None).order_by("id"):
        if body.objects.filter(kind="BKKKS", region=row.region, ended_on=None, id__lt=row.id).exists():
            body.objects.filter(id=row.id).update(ended_on=clock.today(), ended_why=SECOND_BKKKS)
            LOG.warning("Provinsi %s: %s ditutup, karena BKKKS kedua. Periksa mana yang berlaku.", row.region, row.name)


def renamed(model: Any, within: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Number the later ones of each name, as the database compares names; answers what was renamed to what."""
    key = (*within, "low")
    rows = model.objects.annotate(low=django.db.models.functions.text.Lower("name"))
    many = rows.values(*key).annotate(many=models.Count("id")).filter(many__gt=1).order_by(*key)
    for one in list(many):
        same: Mapping[str, Any] = {field: one[field] for field in key}
        for row in list(rows.filter(**same).order_by("id")[1:]):
            name = free_name(rows.filter(**{field: one[field] for field in within}), row.name)
            model.objects.filter(id=row.id).update(name=name)
            yield row.name, name


def free_name(beside: Any, name: str) -> str:
    """The name with the first number that nothing beside it bears; as long as the column takes."""
    longest = beside.model._meta.get_field("name").max_length
    number = 2
    while True:
        mark = f" ({number})"
        found: str = name[: longest - len(mark)] + mark
        if not beside.filter(name__iexact=found).exists():
            return found
        number += 1


GUARDS = """
DROP TRIGGER ksm_institutionactivity_kept ON ksm_institutionactivity;
CREATE TRIGGER ksm_institutionactivity_guard BEFORE UPDATE OR DELETE ON ksm_institutionactivity
    FOR EACH ROW EXECUTE FUNCTION ksm_ends_once('withdrawn_at,withdrawn_why');
CREATE TRIGGER ksm_welfarebody_guard BEFORE UPDATE OR DELETE ON ksm_welfarebody
    FOR EACH ROW EXECUTE FUNCTION ksm_ends_once('ended_on,ended_why,legal_form,services');

-- A group of the register keeps its name; once it is a KSM also its days. By whom a side spoke may name a person, and
-- can always be said in other words.
CREATE FUNCTION ksm_communitygroup_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['members_agreed_by', 'actors_agreed_by'];
BEGIN
    IF OLD.ksm_id IS NULL THEN
        free := free || ARRAY['ksm_id', 'members_agreed_on', 'actors_agreed_on'];
    END IF;
    IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
        RAISE EXCEPTION 'kelompok masyarakat % tidak dapat diubah begitu', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_communitygroup_guard BEFORE UPDATE OR DELETE ON ksm_communitygroup
    FOR EACH ROW EXECUTE FUNCTION ksm_communitygroup_guard();
"""
BACK = """
DROP TRIGGER ksm_communitygroup_guard ON ksm_communitygroup;
DROP FUNCTION ksm_communitygroup_guard();
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
        migrations.RunPython(set_apart, migrations.RunPython.noop),
        # A row that was changed twice still has its references to be looked at; a table in that state takes no index.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
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
