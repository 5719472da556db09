"""What other rooms may read of this one in SQL. The tables behind may change; these columns stay.

A view works with the rights of its owner, so the application keeps no right to write through one.
"""

from django.db import migrations

READ_ONLY = """
CREATE FUNCTION wilayah_read_only(place regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    holder oid;
BEGIN
    FOR holder IN SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = place AND a.grantee <> c.relowner AND a.grantee <> 0
    LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM %s', place, holder::regrole);
    END LOOP;
END $$;
"""
VIEWS = """
CREATE VIEW wilayah_place AS
SELECT code, level, kind, name, coalesce(parent_id, '') AS parent, status, first_seen, last_seen, source
FROM wilayah_region;
COMMENT ON VIEW wilayah_place IS 'Every region by its code, under its latest name.';

CREATE VIEW wilayah_village AS
SELECT code, kind, name FROM wilayah_region WHERE level = 'desa' AND status = 'resmi' AND kind <> 'kelurahan';
COMMENT ON VIEW wilayah_village IS 'What has an index. A kelurahan is part of a town and has none.';

CREATE VIEW wilayah_stamp AS
SELECT (SELECT id FROM wilayah_regionversion ORDER BY id DESC LIMIT 1) AS names,
    (SELECT id FROM wilayah_area ORDER BY id DESC LIMIT 1) AS areas,
    (SELECT id FROM wilayah_boundarylayer ORDER BY id DESC LIMIT 1) AS pictures;
COMMENT ON VIEW wilayah_stamp IS 'One row that changes whenever names, areas or outlines were loaded.';

SELECT wilayah_read_only('wilayah_place'), wilayah_read_only('wilayah_village'), wilayah_read_only('wilayah_stamp');
"""
GONE = "DROP VIEW wilayah_stamp; DROP VIEW wilayah_village; DROP VIEW wilayah_place; DROP FUNCTION wilayah_read_only(regclass);"


class Migration(migrations.Migration):
    dependencies = [("wilayah", "0002_version_guard")]
    operations = [migrations.RunSQL(READ_ONLY + VIEWS, GONE)]
