"""What was done stays as written: events are never altered; a grant can only be ended, once, and is never removed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'catatan riwayat % tidak dapat diubah atau dihapus', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER accounts_event_guard BEFORE UPDATE OR DELETE ON accounts_event
    FOR EACH ROW EXECUTE FUNCTION accounts_event_guard();

CREATE FUNCTION accounts_grant_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'peran % tidak dapat dihapus, hanya diakhiri', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.ended_id IS NOT NULL OR NEW.ended_id IS NULL OR NEW.valid_to IS NULL
       OR (to_jsonb(OLD) - 'valid_to' - 'ended_id') IS DISTINCT FROM (to_jsonb(NEW) - 'valid_to' - 'ended_id') THEN
        RAISE EXCEPTION 'peran % tidak dapat diubah, hanya diakhiri sekali', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_grant_guard BEFORE UPDATE OR DELETE ON accounts_grant
    FOR EACH ROW EXECUTE FUNCTION accounts_grant_guard();
"""

BACKWARD = """
DROP TRIGGER accounts_grant_guard ON accounts_grant;
DROP TRIGGER accounts_event_guard ON accounts_event;
DROP FUNCTION accounts_grant_guard();
DROP FUNCTION accounts_event_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
