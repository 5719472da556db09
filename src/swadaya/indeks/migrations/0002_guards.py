"""What a service promises, the database keeps: sheets do not change, published runs do not change."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indeks_sheet_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'lembar skor % tidak dapat dihapus', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.superseded_by_id IS NOT NULL
       OR (to_jsonb(OLD) - 'superseded_by_id') IS DISTINCT FROM (to_jsonb(NEW) - 'superseded_by_id') THEN
        RAISE EXCEPTION 'lembar skor % tidak dapat diubah, hanya diganti', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER indeks_sheet_guard BEFORE UPDATE OR DELETE ON indeks_scoresheet
    FOR EACH ROW EXECUTE FUNCTION indeks_sheet_guard();

CREATE FUNCTION indeks_run_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'terbit' THEN
        RAISE EXCEPTION 'jalan % sudah terbit dan tidak dapat diubah', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER indeks_run_guard BEFORE UPDATE OR DELETE ON indeks_run
    FOR EACH ROW EXECUTE FUNCTION indeks_run_guard();

-- Rows of a run may be added or removed while it is a draft. The share lock makes a publication wait for them.
CREATE FUNCTION indeks_rows_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    published bigint;
BEGIN
    PERFORM 1 FROM indeks_run WHERE id IN (SELECT DISTINCT run_id FROM changed) FOR SHARE;
    SELECT id INTO published FROM indeks_run
        WHERE status = 'terbit' AND id IN (SELECT DISTINCT run_id FROM changed) LIMIT 1;
    IF published IS NOT NULL THEN
        RAISE EXCEPTION 'jalan % sudah terbit dan tidak dapat diubah', published
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION indeks_rows_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'hasil sebuah jalan tidak dapat diubah; hitung jalan baru'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

ROWS = """
CREATE TRIGGER {table}_insert_guard AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION indeks_rows_guard();
CREATE TRIGGER {table}_delete_guard AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION indeks_rows_guard();
CREATE TRIGGER {table}_update_guard BEFORE UPDATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION indeks_rows_frozen();
"""

BACK = """
DROP TRIGGER {table}_insert_guard ON {table};
DROP TRIGGER {table}_delete_guard ON {table};
DROP TRIGGER {table}_update_guard ON {table};
"""

BACKWARD = """
DROP TRIGGER indeks_sheet_guard ON indeks_scoresheet;
DROP TRIGGER indeks_run_guard ON indeks_run;
DROP FUNCTION indeks_sheet_guard();
DROP FUNCTION indeks_run_guard();
DROP FUNCTION indeks_rows_guard();
DROP FUNCTION indeks_rows_frozen();
"""

TABLES = ("indeks_result", "indeks_aggregate")


class Migration(migrations.Migration):
    dependencies = [("indeks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FORWARD + "".join(ROWS.format(table=table) for table in TABLES),
            "".join(BACK.format(table=table) for table in TABLES) + BACKWARD,
        )
    ]
