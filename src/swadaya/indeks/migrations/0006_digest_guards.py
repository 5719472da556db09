"""A digest is of published runs, is written whole in one transaction, and never changes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indeks_digest_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM indeks_run r LEFT JOIN indeks_run b ON b.id = NEW.base_id
        WHERE r.id = NEW.run_id AND r.status = 'terbit'
        AND (NEW.base_id IS NULL OR (b.status = 'terbit' AND b.method = r.method AND b.year < r.year))
    ) THEN
        RAISE EXCEPTION 'ringkasan hanya dibuat dari jalan yang terbit, dari tahun lama ke tahun baru satu metode'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.written_in := txid_current();
    RETURN NEW;
END $$;
CREATE TRIGGER indeks_digest_birth BEFORE INSERT ON indeks_digest
    FOR EACH ROW EXECUTE FUNCTION indeks_digest_birth();

CREATE FUNCTION indeks_digest_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ringkasan jalan yang terbit tidak dapat diubah' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER indeks_digest_frozen BEFORE UPDATE OR DELETE ON indeks_digest
    FOR EACH STATEMENT EXECUTE FUNCTION indeks_digest_frozen();

-- Rows come in the transaction that made their digest. This also is the foreign key: a digest never goes away.
CREATE FUNCTION indeks_digest_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT digest_id FROM changed) c LEFT JOIN indeks_digest d ON d.id = c.digest_id
        WHERE d.written_in IS DISTINCT FROM txid_current()
    ) THEN
        RAISE EXCEPTION 'ringkasan jalan yang terbit tidak dapat ditambah' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""

ROWS = """
CREATE TRIGGER {table}_insert_guard AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION indeks_digest_rows();
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION indeks_digest_frozen();
"""

BACK = """
DROP TRIGGER {table}_insert_guard ON {table};
DROP TRIGGER {table}_frozen ON {table};
"""

BACKWARD = """
DROP TRIGGER indeks_digest_birth ON indeks_digest;
DROP TRIGGER indeks_digest_frozen ON indeks_digest;
DROP FUNCTION indeks_digest_birth();
DROP FUNCTION indeks_digest_rows();
DROP FUNCTION indeks_digest_frozen();
"""

TABLES = ("indeks_moves", "indeks_progress", "indeks_profile")


class Migration(migrations.Migration):
    dependencies = [("indeks", "0005_digests")]

    operations = [
        migrations.RunSQL(
            FORWARD + "".join(ROWS.format(table=table) for table in TABLES),
            "".join(BACK.format(table=table) for table in TABLES) + BACKWARD,
        )
    ]
