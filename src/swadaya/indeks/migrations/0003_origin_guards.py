"""Where figures come from does not change either: a batch stays as recorded, and no run is born published."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indeks_batch_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'asal data % tidak dapat diubah atau dihapus', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER indeks_batch_guard BEFORE UPDATE OR DELETE ON indeks_batch
    FOR EACH ROW EXECUTE FUNCTION indeks_batch_guard();

CREATE FUNCTION indeks_run_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'jalan lahir sebagai draf, lalu diterbitkan'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER indeks_run_birth BEFORE INSERT ON indeks_run
    FOR EACH ROW WHEN (NEW.status <> 'draf') EXECUTE FUNCTION indeks_run_birth();
"""

BACKWARD = """
DROP TRIGGER indeks_batch_guard ON indeks_batch;
DROP TRIGGER indeks_run_birth ON indeks_run;
DROP FUNCTION indeks_batch_guard();
DROP FUNCTION indeks_run_birth();
"""


class Migration(migrations.Migration):
    dependencies = [("indeks", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
