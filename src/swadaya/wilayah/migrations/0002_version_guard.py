"""What is recorded about a region's past is never rewritten: a version may end, and a missing name or beginning
may be learned, and nothing else."""

from django.db import migrations

GUARD = """
CREATE FUNCTION wilayah_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'versi wilayah tidak boleh dihapus (%)', OLD.region_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.region_id, NEW.parent_code, NEW.kind, NEW.attested_on, NEW.decree, NEW.source)
       IS DISTINCT FROM (OLD.region_id, OLD.parent_code, OLD.kind, OLD.attested_on, OLD.decree, OLD.source)
       OR (OLD.name <> '' AND NEW.name <> OLD.name)
       OR (OLD.valid_from IS NOT NULL AND NEW.valid_from IS DISTINCT FROM OLD.valid_from)
       OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to)
    THEN
        RAISE EXCEPTION 'versi wilayah tidak boleh diubah (%)', OLD.region_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wilayah_version_guard BEFORE UPDATE OR DELETE ON wilayah_regionversion
FOR EACH ROW EXECUTE FUNCTION wilayah_version_guard();
"""
UNGUARD = """
DROP TRIGGER wilayah_version_guard ON wilayah_regionversion;
DROP FUNCTION wilayah_version_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("wilayah", "0001_regions")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
