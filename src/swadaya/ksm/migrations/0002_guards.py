"""What the services promise, the database keeps: nothing recorded is altered, two officers close, a record is whole."""

from django.db import migrations

KEPT = (
    "ksm_fact",
    "ksm_setting",
    "ksm_attendance",
    "ksm_agendaitem",
    "ksm_confirmation",
    "ksm_paper",
    "ksm_participation",
    "ksm_institutionactivity",
    "ksm_activity",
    "ksm_welfareactivity",
    "ksm_link",
)

FORWARD = """
CREATE FUNCTION ksm_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% tidak dapat diubah atau dihapus', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Free texts may lose a name when a person is forgotten; whatever else a record says stays.
CREATE FUNCTION ksm_texts_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
    IF TG_OP = 'DELETE' OR current_setting('swadaya.menghapus_nama', true) IS DISTINCT FROM 'ya'
       OR (to_jsonb(OLD) - texts) IS DISTINCT FROM (to_jsonb(NEW) - texts) THEN
        RAISE EXCEPTION '% tidak dapat diubah atau dihapus', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_record_kept BEFORE UPDATE OR DELETE ON ksm_record
    FOR EACH ROW EXECUTE FUNCTION ksm_texts_only('minutes,place');
CREATE TRIGGER ksm_decision_kept BEFORE UPDATE OR DELETE ON ksm_decision
    FOR EACH ROW EXECUTE FUNCTION ksm_texts_only('text');

-- In a section the sums, members and kinds stay; only what people wrote freely may lose a name.
CREATE FUNCTION ksm_section_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR current_setting('swadaya.menghapus_nama', true) IS DISTINCT FROM 'ya'
       OR (OLD.record_id, OLD.part) <> (NEW.record_id, NEW.part)
       OR (SELECT jsonb_agg(r - ARRAY['sebab', 'keterangan', 'catatan'] ORDER BY n)
           FROM jsonb_array_elements(OLD.said) WITH ORDINALITY t(r, n))
          IS DISTINCT FROM
          (SELECT jsonb_agg(r - ARRAY['sebab', 'keterangan', 'catatan'] ORDER BY n)
           FROM jsonb_array_elements(NEW.said) WITH ORDINALITY t(r, n)) THEN
        RAISE EXCEPTION 'ksm_section tidak dapat diubah atau dihapus' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_section_kept BEFORE UPDATE OR DELETE ON ksm_section
    FOR EACH ROW EXECUTE FUNCTION ksm_section_kept();

-- A meeting goes planned -> waiting -> closed, back to waiting by a correction, or planned -> cancelled.
CREATE FUNCTION ksm_meeting_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'pertemuan % tidak dapat dihapus', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.id, OLD.public_id, OLD.ksm_id, OLD.number, OLD.planned_on, OLD.event_id)
       IS DISTINCT FROM (NEW.id, NEW.public_id, NEW.ksm_id, NEW.number, NEW.planned_on, NEW.event_id)
       OR (OLD.held_on IS NOT NULL AND NEW.held_on IS DISTINCT FROM OLD.held_on)
       OR (OLD.state, NEW.state) NOT IN (
            ('direncanakan', 'direncanakan'), ('direncanakan', 'menunggu-konfirmasi'), ('direncanakan', 'batal'),
            ('menunggu-konfirmasi', 'menunggu-konfirmasi'), ('menunggu-konfirmasi', 'selesai'),
            ('selesai', 'menunggu-konfirmasi'), ('selesai', 'selesai'), ('batal', 'batal')
       ) THEN
        RAISE EXCEPTION 'pertemuan % tidak dapat diubah begitu', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'selesai' AND NOT EXISTS (
        SELECT 1 FROM ksm_confirmation c JOIN ksm_record r ON r.id = c.record_id
        WHERE r.meeting_id = NEW.id
          AND r.revision = (SELECT max(x.revision) FROM ksm_record x WHERE x.meeting_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'pertemuan % belum dikonfirmasi pengurus kedua', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_meeting_guard BEFORE UPDATE OR DELETE ON ksm_meeting
    FOR EACH ROW EXECUTE FUNCTION ksm_meeting_guard();

-- Who recorded does not confirm.
CREATE FUNCTION ksm_confirmation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ksm_record r WHERE r.id = NEW.record_id
               AND r.person_id IS NOT DISTINCT FROM NEW.person_id
               AND (NEW.person_id IS NOT NULL OR r.actor = NEW.actor)) THEN
        RAISE EXCEPTION 'catatan % dikonfirmasi pengurus lain', NEW.record_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_confirmation_guard BEFORE INSERT ON ksm_confirmation
    FOR EACH ROW EXECUTE FUNCTION ksm_confirmation_guard();

-- A record is whole when its transaction ends: the roll is that of the day, and the books say what was counted.
CREATE FUNCTION ksm_record_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    cash bigint;
BEGIN
    IF (SELECT count(*) FROM ksm_attendance a WHERE a.record_id = NEW.id)
       <> (SELECT count(*) FROM ksm_member m JOIN ksm_meeting t ON t.ksm_id = m.ksm_id
           WHERE t.id = NEW.meeting_id AND m.joined_on <= NEW.held_on
             AND (m.left_on IS NULL OR m.left_on >= NEW.held_on)) THEN
        RAISE EXCEPTION 'daftar hadir catatan % tidak lengkap', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.batch_first > 0 THEN
        SELECT coalesce(sum(l.amount), 0) INTO cash
        FROM ledger_line l
        JOIN ledger_bookaccount k ON k.book_id = l.book_id AND k.code = l.account AND k.cash = 'kas'
        WHERE l.book_id = NEW.book AND l.seq BETWEEN NEW.batch_first AND NEW.batch_last;
    END IF;
    IF coalesce(cash, 0) <> NEW.counted - NEW.opening THEN
        RAISE EXCEPTION 'jurnal catatan % tidak sama dengan hitungan kasnya', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ksm_record_whole AFTER INSERT ON ksm_record
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ksm_record_whole();

-- A member leaves once; number, group and day of joining stay. Personal data come and go, their row does not.
CREATE FUNCTION ksm_member_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.id, OLD.ksm_id, OLD.number, OLD.joined_on, OLD.sex, OLD.event_id)
       IS DISTINCT FROM (NEW.id, NEW.ksm_id, NEW.number, NEW.joined_on, NEW.sex, NEW.event_id)
       OR (OLD.left_on IS NOT NULL AND NEW.left_on IS DISTINCT FROM OLD.left_on) THEN
        RAISE EXCEPTION 'anggota % hanya dapat keluar, satu kali', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_member_guard BEFORE UPDATE OR DELETE ON ksm_member
    FOR EACH ROW EXECUTE FUNCTION ksm_member_guard();

CREATE FUNCTION ksm_personaldata_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.member_id <> NEW.member_id OR OLD.erased_at IS NOT NULL THEN
        RAISE EXCEPTION 'data anggota % tidak dapat diubah begitu', OLD.member_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_personaldata_guard BEFORE UPDATE OR DELETE ON ksm_personaldata
    FOR EACH ROW EXECUTE FUNCTION ksm_personaldata_guard();

-- Consents and terms of office end once.
CREATE FUNCTION ksm_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(OLD) ->> ends[1]) IS NOT NULL
       OR (to_jsonb(OLD) - ends) IS DISTINCT FROM (to_jsonb(NEW) - ends) THEN
        RAISE EXCEPTION '% hanya dapat diakhiri, satu kali', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_consent_guard BEFORE UPDATE OR DELETE ON ksm_consent
    FOR EACH ROW EXECUTE FUNCTION ksm_ends_once('withdrawn_on,withdrawn_id');
CREATE TRIGGER ksm_officer_guard BEFORE UPDATE OR DELETE ON ksm_officer
    FOR EACH ROW EXECUTE FUNCTION ksm_ends_once('until');

-- A group is never removed, and keeps its village, its book and its beginning.
CREATE FUNCTION ksm_ksm_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.id, OLD.public_id, OLD.desa, OLD.founded_on, OLD.event_id)
       IS DISTINCT FROM (NEW.id, NEW.public_id, NEW.desa, NEW.founded_on, NEW.event_id)
       OR (OLD.book IS NOT NULL AND NEW.book IS DISTINCT FROM OLD.book)
       OR NEW.last_number < OLD.last_number OR NEW.last_meeting < OLD.last_meeting THEN
        RAISE EXCEPTION 'kelompok % tidak dapat diubah begitu', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ksm_ksm_guard BEFORE UPDATE OR DELETE ON ksm_ksm
    FOR EACH ROW EXECUTE FUNCTION ksm_ksm_guard();
""" + "".join(
    f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ksm_kept();\n"
    for table in KEPT
)

BACKWARD = (
    "".join(f"DROP TRIGGER {table}_kept ON {table};\n" for table in KEPT)
    + """
DROP TRIGGER ksm_ksm_guard ON ksm_ksm;
DROP TRIGGER ksm_officer_guard ON ksm_officer;
DROP TRIGGER ksm_consent_guard ON ksm_consent;
DROP TRIGGER ksm_personaldata_guard ON ksm_personaldata;
DROP TRIGGER ksm_member_guard ON ksm_member;
DROP TRIGGER ksm_record_whole ON ksm_record;
DROP TRIGGER ksm_confirmation_guard ON ksm_confirmation;
DROP TRIGGER ksm_meeting_guard ON ksm_meeting;
DROP TRIGGER ksm_section_kept ON ksm_section;
DROP TRIGGER ksm_decision_kept ON ksm_decision;
DROP TRIGGER ksm_record_kept ON ksm_record;
DROP FUNCTION ksm_ksm_guard();
DROP FUNCTION ksm_ends_once();
DROP FUNCTION ksm_personaldata_guard();
DROP FUNCTION ksm_member_guard();
DROP FUNCTION ksm_record_whole();
DROP FUNCTION ksm_confirmation_guard();
DROP FUNCTION ksm_meeting_guard();
DROP FUNCTION ksm_section_kept();
DROP FUNCTION ksm_texts_only();
DROP FUNCTION ksm_kept();
"""
)


class Migration(migrations.Migration):
    dependencies = [("ksm", "0001_initial"), ("ledger", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
