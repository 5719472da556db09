"""What the services promise, the database keeps: order of steps, four eyes, nothing altered after the fact."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION pendataan_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% tidak dapat diubah atau dihapus', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A form is moved by its steps and answers only: an update from anywhere but their triggers is refused.
CREATE FUNCTION pendataan_form_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (NEW.state, NEW.round, NEW.version) <> ('kosong', 1, 0) THEN
            RAISE EXCEPTION 'isian lahir kosong' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2
       OR (OLD.id, OLD.cycle_id, OLD.desa) <> (NEW.id, NEW.cycle_id, NEW.desa) THEN
        RAISE EXCEPTION 'keadaan isian % hanya berubah dengan sebuah langkah', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pendataan_form_guard BEFORE INSERT OR UPDATE OR DELETE ON pendataan_form
    FOR EACH ROW EXECUTE FUNCTION pendataan_form_guard();

-- The steps that exist, as states.TRANSITIONS has them.
CREATE FUNCTION pendataan_step_exists(verb text, source text, target text, duty text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT (verb, source, target, duty) IN (
        ('isi', 'kosong', 'diisi', 'isi'),
        ('ajukan', 'diisi', 'diajukan', 'isi'),
        ('periksa-kecamatan', 'diajukan', 'kecamatan', 'kecamatan'),
        ('periksa-kabupaten', 'kecamatan', 'kabupaten', 'kabupaten'),
        ('periksa-provinsi', 'kabupaten', 'provinsi', 'provinsi'),
        ('tetapkan', 'provinsi', 'ditetapkan', 'penetapan'),
        ('kembali', 'diajukan', 'diisi', 'kecamatan'),
        ('kembali', 'kecamatan', 'diisi', 'kabupaten'),
        ('kembali', 'kabupaten', 'diisi', 'provinsi'),
        ('kembali', 'provinsi', 'diisi', 'penetapan'),
        ('buka', 'ditetapkan', 'diisi', 'penetapan')
    )
$$;

CREATE FUNCTION pendataan_step_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held pendataan_form%ROWTYPE;
BEGIN
    SELECT * INTO STRICT held FROM pendataan_form WHERE id = NEW.form_id FOR UPDATE;
    IF NEW.from_state <> held.state
       OR NEW.round <> held.round + (NEW.verb = 'buka')::int
       OR NOT pendataan_step_exists(NEW.verb, NEW.from_state, NEW.to_state, NEW.duty) THEN
        RAISE EXCEPTION 'langkah % tidak ada bagi isian % yang %', NEW.verb, NEW.form_id, held.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.person_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM pendataan_step s WHERE s.form_id = NEW.form_id AND s.round = NEW.round
            AND s.person_id = NEW.person_id AND s.duty <> NEW.duty)
        OR (NEW.duty <> 'isi' AND EXISTS (SELECT 1 FROM pendataan_answer a WHERE a.form_id = NEW.form_id
            AND a.round = NEW.round AND a.person_id = NEW.person_id))
    ) THEN
        RAISE EXCEPTION 'empat mata: orang ini sudah memegang tugas lain pada isian %', NEW.form_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.version := held.version + 1;
    UPDATE pendataan_form SET state = NEW.to_state, round = NEW.round, version = NEW.version WHERE id = NEW.form_id;
    RETURN NEW;
END $$;
CREATE TRIGGER pendataan_step_guard BEFORE INSERT ON pendataan_step
    FOR EACH ROW EXECUTE FUNCTION pendataan_step_guard();
CREATE TRIGGER pendataan_step_kept BEFORE UPDATE OR DELETE ON pendataan_step
    FOR EACH ROW EXECUTE FUNCTION pendataan_kept();

-- Answers come while the form is open, from people without another duty in the round; each batch is a new version.
CREATE FUNCTION pendataan_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM pendataan_form WHERE id IN (SELECT form_id FROM added) ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM added a JOIN pendataan_form f ON f.id = a.form_id
        WHERE f.state NOT IN ('kosong', 'diisi') OR f.round <> a.round) THEN
        RAISE EXCEPTION 'jawaban hanya diterima selagi isian terbuka' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM added a JOIN pendataan_step s ON s.form_id = a.form_id AND s.round = a.round
        AND s.person_id = a.person_id AND s.duty <> 'isi') THEN
        RAISE EXCEPTION 'empat mata: pemeriksa tidak menjawab' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    UPDATE pendataan_form SET version = version + 1 WHERE id IN (SELECT form_id FROM added);
    RETURN NULL;
END $$;
CREATE TRIGGER pendataan_answer_guard AFTER INSERT ON pendataan_answer
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION pendataan_answer_guard();

CREATE FUNCTION pendataan_answer_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NOT OLD.current OR NEW.current
       OR (to_jsonb(OLD) - 'current') IS DISTINCT FROM (to_jsonb(NEW) - 'current')
       OR NOT EXISTS (SELECT 1 FROM pendataan_form f WHERE f.id = OLD.form_id AND f.state IN ('kosong', 'diisi')) THEN
        RAISE EXCEPTION 'jawaban % tidak dapat diubah, hanya diganti selagi isian terbuka', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pendataan_answer_kept BEFORE UPDATE OR DELETE ON pendataan_answer
    FOR EACH ROW EXECUTE FUNCTION pendataan_answer_kept();

-- Whoever supersedes an answer puts another in its place before the transaction ends.
CREATE FUNCTION pendataan_answer_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pendataan_answer a
        WHERE a.form_id = OLD.form_id AND a."column" = OLD."column" AND a.current) THEN
        RAISE EXCEPTION 'jawaban % digantikan oleh ketiadaan', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pendataan_answer_replaced AFTER UPDATE ON pendataan_answer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pendataan_answer_replaced();

-- A remark is resolved once, evidence is taken away once; nothing else about them changes.
CREATE FUNCTION pendataan_remark_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text[] := ARRAY['resolved_at', 'resolved_by', 'resolved_id'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.resolved_at IS NOT NULL
       OR (to_jsonb(OLD) - ends) IS DISTINCT FROM (to_jsonb(NEW) - ends) THEN
        RAISE EXCEPTION 'catatan % hanya dapat dinyatakan selesai, satu kali', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pendataan_remark_guard BEFORE UPDATE OR DELETE ON pendataan_remark
    FOR EACH ROW EXECUTE FUNCTION pendataan_remark_guard();

CREATE FUNCTION pendataan_evidence_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text[] := ARRAY['removed_at', 'removed_id'];
    held text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'bukti % tidak dapat dihapus, hanya dilepas', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT state INTO STRICT held FROM pendataan_form WHERE id = NEW.form_id FOR UPDATE;
    IF held NOT IN ('kosong', 'diisi') THEN
        RAISE EXCEPTION 'bukti hanya berubah selagi isian terbuka' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.removed_at IS NOT NULL
       OR (to_jsonb(OLD) - ends) IS DISTINCT FROM (to_jsonb(NEW) - ends)) THEN
        RAISE EXCEPTION 'bukti % hanya dapat dilepas, satu kali', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    UPDATE pendataan_form SET version = version + 1 WHERE id = NEW.form_id;
    RETURN NEW;
END $$;
CREATE TRIGGER pendataan_evidence_guard BEFORE INSERT OR UPDATE OR DELETE ON pendataan_evidence
    FOR EACH ROW EXECUTE FUNCTION pendataan_evidence_guard();

-- What belongs to a publication is written in the publication's own transaction.
CREATE FUNCTION pendataan_publication_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER pendataan_publication_birth BEFORE INSERT ON pendataan_publication
    FOR EACH ROW EXECUTE FUNCTION pendataan_publication_birth();

CREATE FUNCTION pendataan_part_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added a JOIN pendataan_publication p ON p.id = a.publication_id
        WHERE p.written_in <> pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'terbitan sudah selesai ditulis' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""

PARTS = ("pendataan_publicationchange", "pendataan_document")
KEPT = (*PARTS, "pendataan_publication", "pendataan_blob", "pendataan_cycle", "pendataan_cyclephase")

PART = """
CREATE TRIGGER {table}_birth AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION pendataan_part_birth();
"""
KEEP = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION pendataan_kept();
"""

BACKWARD = """
DROP FUNCTION pendataan_part_birth() CASCADE;
DROP FUNCTION pendataan_publication_birth() CASCADE;
DROP FUNCTION pendataan_evidence_guard() CASCADE;
DROP FUNCTION pendataan_remark_guard() CASCADE;
DROP FUNCTION pendataan_answer_replaced() CASCADE;
DROP FUNCTION pendataan_answer_kept() CASCADE;
DROP FUNCTION pendataan_answer_guard() CASCADE;
DROP FUNCTION pendataan_step_guard() CASCADE;
DROP FUNCTION pendataan_step_exists(text, text, text, text);
DROP FUNCTION pendataan_form_guard() CASCADE;
DROP FUNCTION pendataan_kept() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("pendataan", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FORWARD
            + "".join(PART.format(table=table) for table in PARTS)
            + "".join(KEEP.format(table=table) for table in KEPT),
            BACKWARD,
        )
    ]
