"""What makes the books right whoever writes: whole batches, no gap, no change, no closed month, no cash below zero."""

from django.db import migrations

KEYS = """
ALTER TABLE ledger_journal ADD CONSTRAINT ledger_journal_reverses
    FOREIGN KEY (book_id, reverses) REFERENCES ledger_journal (book_id, seq);
ALTER TABLE ledger_line ADD CONSTRAINT ledger_line_journal
    FOREIGN KEY (book_id, seq) REFERENCES ledger_journal (book_id, seq);
ALTER TABLE ledger_line ADD CONSTRAINT ledger_line_account
    FOREIGN KEY (book_id, account) REFERENCES ledger_bookaccount (book_id, code);
"""

KEYS_BACK = """
ALTER TABLE ledger_line DROP CONSTRAINT ledger_line_account;
ALTER TABLE ledger_line DROP CONSTRAINT ledger_line_journal;
ALTER TABLE ledger_journal DROP CONSTRAINT ledger_journal_reverses;
"""

FORWARD = """
CREATE FUNCTION ledger_refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION ledger_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% tidak dapat diubah atau dihapus', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Tables that triggers alone may write.
CREATE FUNCTION ledger_derived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% hanya ditulis oleh pencatatan', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_book_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['title', 'region', 'chart'];
    head text[] := ARRAY['last_seq', 'last_hash', 'last_recorded_at', 'lines', 'closed_through'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.last_seq <> 0 OR NEW.lines <> 0 OR NEW.closed_through IS NOT NULL THEN
            PERFORM ledger_refuse('buku lahir kosong');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM ledger_refuse(format('buku %s tidak dapat dihapus', OLD.id));
    END IF;
    IF (to_jsonb(OLD) - free - head) IS DISTINCT FROM (to_jsonb(NEW) - free - head) THEN
        PERFORM ledger_refuse(format('jati diri buku %s tidak dapat diubah', OLD.id));
    END IF;
    IF pg_trigger_depth() < 2 AND (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
        PERFORM ledger_refuse(format('kepala buku %s hanya berubah oleh pencatatan', OLD.id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_book_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_book
    FOR EACH ROW EXECUTE FUNCTION ledger_book_guard();

-- An account's label follows the chart; what it is stays.
CREATE FUNCTION ledger_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['label', 'flow', 'parts', 'maps_to', 'chart'];
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
        PERFORM ledger_refuse(format('akun %s buku %s tidak dapat diubah', OLD.code, OLD.book_id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_guard BEFORE UPDATE OR DELETE ON ledger_bookaccount
    FOR EACH ROW EXECUTE FUNCTION ledger_account_guard();

-- A batch continues its book, not before what was recorded last.
CREATE FUNCTION ledger_batch_birth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held ledger_book%ROWTYPE;
BEGIN
    SELECT * INTO STRICT held FROM ledger_book WHERE id = NEW.book_id FOR UPDATE;
    IF NEW.first_seq <> held.last_seq + 1 OR NEW.recorded_at < held.last_recorded_at THEN
        PERFORM ledger_refuse(format('kiriman buku %s mulai dari nomor %s', NEW.book_id, held.last_seq + 1));
    END IF;
    NEW.written_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_batch_birth BEFORE INSERT ON ledger_batch
    FOR EACH ROW EXECUTE FUNCTION ledger_batch_birth();

-- Journals belong to a batch of this transaction, continue the numbering, and lie in an open month.
CREATE FUNCTION ledger_journal_birth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := pg_current_xact_id()::text::bigint;
    held ledger_book%ROWTYPE;
    part record;
    stray record;
BEGIN
    FOR part IN SELECT book_id, min(seq) AS low, max(seq) AS high, count(*) AS many, min(effective_on) AS since
        FROM added GROUP BY book_id ORDER BY book_id
    LOOP
        SELECT * INTO STRICT held FROM ledger_book WHERE id = part.book_id FOR UPDATE;
        SELECT a.seq INTO stray FROM added a WHERE a.book_id = part.book_id AND NOT EXISTS (
            SELECT 1 FROM ledger_batch b WHERE b.id = a.batch_id AND b.book_id = part.book_id
                AND b.written_in = own AND b.recorded_at = a.recorded_at AND a.seq BETWEEN b.first_seq AND b.last_seq
        ) LIMIT 1;
        IF FOUND THEN
            PERFORM ledger_refuse(format('jurnal %s buku %s di luar kirimannya', stray.seq, part.book_id));
        END IF;
        IF part.low <> held.last_seq + 1 OR part.high <> held.last_seq + part.many THEN
            PERFORM ledger_refuse(format('nomor jurnal buku %s tidak berurutan', part.book_id));
        END IF;
        IF part.since <= held.closed_through OR part.since < held.opened_on THEN
            PERFORM ledger_refuse(format('tanggal %s buku %s tertutup', part.since, part.book_id));
        END IF;
        UPDATE ledger_book b SET last_seq = a.seq, last_hash = a.hash, last_recorded_at = a.recorded_at
            FROM added a WHERE b.id = part.book_id AND a.book_id = part.book_id AND a.seq = part.high;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_journal_birth AFTER INSERT ON ledger_journal
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_journal_birth();

-- Lines come with their journal, name a party where the account asks for one, and move cash and the parties' balances.
CREATE FUNCTION ledger_line_birth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := pg_current_xact_id()::text::bigint;
    part record;
    stray record;
BEGIN
    FOR part IN SELECT book_id, min(seq) AS low, max(seq) AS high, count(*) AS many FROM added
        GROUP BY book_id ORDER BY book_id
    LOOP
        -- Journals of this transaction are the last of their book: when the first of these is one, all are.
        PERFORM 1 FROM ledger_journal j JOIN ledger_batch b ON b.id = j.batch_id AND b.written_in = own
            WHERE j.book_id = part.book_id AND j.seq = part.low;
        IF NOT FOUND THEN
            PERFORM ledger_refuse(format('jurnal %s buku %s sudah selesai ditulis', part.low, part.book_id));
        END IF;
        SELECT a.account INTO stray FROM ledger_bookaccount k
            JOIN added a ON a.book_id = part.book_id AND a.account = k.code
            WHERE k.book_id = part.book_id AND (k.parties <> (a.party <> '') OR (a.party = '' AND a.part <> ''))
            LIMIT 1;
        IF FOUND THEN
            PERFORM ledger_refuse(format('pihak pada akun %s buku %s', stray.account, part.book_id));
        END IF;
        INSERT INTO ledger_cashday AS held (book_id, account, day, amount)
            SELECT part.book_id, a.account, j.effective_on, sum(a.amount) FROM ledger_bookaccount k
            JOIN added a ON a.book_id = part.book_id AND a.account = k.code
            JOIN ledger_journal j ON j.book_id = part.book_id AND j.seq BETWEEN part.low AND part.high
                AND j.seq = a.seq
            WHERE k.book_id = part.book_id AND k.cash = 'kas' GROUP BY 2, 3
            ON CONFLICT (book_id, account, day) DO UPDATE SET amount = held.amount + EXCLUDED.amount;
        INSERT INTO ledger_partybalance AS held (book_id, account, party, part, amount)
            SELECT book_id, account, party, added.part, sum(amount) FROM added
            WHERE book_id = part.book_id AND party <> '' GROUP BY 1, 2, 3, 4
            ON CONFLICT ON CONSTRAINT ledger_partybalance_pkey DO UPDATE SET amount = held.amount + EXCLUDED.amount;
        UPDATE ledger_book SET lines = lines + part.many WHERE id = part.book_id;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_line_birth AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_line_birth();

-- At the end of a transaction everything it wrote into a book is whole. The last change of the head asks once for all.
CREATE FUNCTION ledger_book_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := pg_current_xact_id()::text::bigint;
    start integer;
    stray record;
BEGIN
    PERFORM 1 FROM ledger_book WHERE id = NEW.id AND (last_seq, lines) = (NEW.last_seq, NEW.lines);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT min(first_seq) INTO start FROM ledger_batch
        WHERE book_id = NEW.id AND first_seq <= NEW.last_seq AND written_in = own;

    SELECT j.seq INTO stray FROM ledger_journal j LEFT JOIN (
            SELECT seq, count(*) AS many, max(position) AS top, sum(amount) AS total FROM ledger_line
            WHERE book_id = NEW.id AND seq >= start GROUP BY seq
        ) l ON l.seq = j.seq
        WHERE j.book_id = NEW.id AND j.seq >= start
          AND (l.many IS NULL OR l.many < 2 OR l.many <> l.top OR l.total <> 0) LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse(format('jurnal %s buku %s tidak seimbang', stray.seq, NEW.id));
    END IF;

    SELECT j.seq INTO stray FROM ledger_journal j
        JOIN ledger_journal o ON o.book_id = j.book_id AND o.seq = j.reverses
        WHERE j.book_id = NEW.id AND j.seq >= start AND j.reverses IS NOT NULL AND (
            o.reverses IS NOT NULL OR o.kind <> j.kind OR j.effective_on < o.effective_on
            OR EXISTS (SELECT 1 FROM ledger_line l WHERE l.book_id = NEW.id AND l.seq IN (j.seq, o.seq)
                GROUP BY l.account, l.party, l.part HAVING sum(l.amount) <> 0)
        ) LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse(format('jurnal %s buku %s bukan pembalik yang sepadan', stray.seq, NEW.id));
    END IF;

    SELECT account, day INTO stray FROM (
            SELECT account, day, sum(amount) OVER (PARTITION BY account ORDER BY day) AS running
            FROM ledger_cashday WHERE book_id = NEW.id
        ) c WHERE running < 0 ORDER BY day LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse(format('kas %s buku %s kurang pada %s', stray.account, NEW.id, stray.day));
    END IF;

    SELECT p.account, p.party INTO stray FROM ledger_partybalance p
        JOIN ledger_bookaccount k ON k.book_id = p.book_id AND k.code = p.account
        WHERE p.book_id = NEW.id
          AND CASE WHEN k.kind IN ('aset', 'beban') THEN p.amount ELSE -p.amount END < 0 LIMIT 1;
    IF FOUND THEN
        PERFORM ledger_refuse(format('saldo %s pada akun %s buku %s kurang', stray.party, stray.account, NEW.id));
    END IF;

    SELECT b.id INTO stray FROM ledger_batch b
        WHERE b.book_id = NEW.id AND b.first_seq >= start AND b.last_seq = NEW.last_seq AND b.counted IS NOT NULL
          AND b.counted <> (SELECT coalesce(sum(amount), 0) FROM ledger_cashday
              WHERE book_id = NEW.id AND day <= b.counted_on);
    IF FOUND THEN
        PERFORM ledger_refuse(format('kas buku %s tidak sama dengan hitungan', NEW.id));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_book_whole AFTER UPDATE ON ledger_book
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.last_seq IS DISTINCT FROM NEW.last_seq OR OLD.lines IS DISTINCT FROM NEW.lines)
    EXECUTE FUNCTION ledger_book_whole();

-- A batch without its journals moves no head; this asks for them.
CREATE FUNCTION ledger_batch_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_journal
        WHERE book_id = NEW.book_id AND seq = NEW.last_seq AND batch_id = NEW.id) THEN
        PERFORM ledger_refuse(format('kiriman %s tanpa jurnal', NEW.id));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_batch_whole AFTER INSERT ON ledger_batch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_batch_whole();

-- Months close one after the other; the last closed one is opened again by somebody else.
CREATE FUNCTION ledger_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held ledger_book%ROWTYPE;
    closer ledger_periodstep%ROWTYPE;
    ends date := (NEW.month + interval '1 month' - interval '1 day')::date;
BEGIN
    SELECT * INTO STRICT held FROM ledger_book WHERE id = NEW.book_id FOR UPDATE;
    IF NEW.month <> date_trunc('month', NEW.month)::date OR NEW.seq <> held.last_seq THEN
        PERFORM ledger_refuse(format('bulan %s buku %s', NEW.month, NEW.book_id));
    END IF;
    IF NEW.verb = 'tutup' THEN
        IF NEW.month <> coalesce(held.closed_through + 1, date_trunc('month', held.opened_on)::date) THEN
            PERFORM ledger_refuse(format('bulan buku %s ditutup berurutan', NEW.book_id));
        END IF;
        UPDATE ledger_book SET closed_through = ends WHERE id = NEW.book_id;
        RETURN NEW;
    END IF;
    IF ends IS DISTINCT FROM held.closed_through THEN
        PERFORM ledger_refuse(format('hanya bulan terakhir buku %s yang dibuka lagi', NEW.book_id));
    END IF;
    SELECT * INTO STRICT closer FROM ledger_periodstep
        WHERE book_id = NEW.book_id AND month = NEW.month AND verb = 'tutup' ORDER BY id DESC LIMIT 1;
    IF closer.person_id IS NOT DISTINCT FROM NEW.person_id
       AND (NEW.person_id IS NOT NULL OR closer.actor = NEW.actor) THEN
        PERFORM ledger_refuse(format('bulan buku %s dibuka lagi oleh orang lain', NEW.book_id));
    END IF;
    UPDATE ledger_book
        SET closed_through = CASE WHEN NEW.month > opened_on THEN NEW.month - 1 END WHERE id = NEW.book_id;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_period_guard BEFORE INSERT ON ledger_periodstep
    FOR EACH ROW EXECUTE FUNCTION ledger_period_guard();

-- The application may not even try: the rights to change or remove rows are taken away from everybody but the owner.
CREATE FUNCTION ledger_take_rights(place regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    holder oid;
BEGIN
    FOR holder IN SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = place AND a.grantee <> c.relowner AND a.grantee <> 0
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %s', place, holder::regrole);
    END LOOP;
END $$;
"""

BACKWARD = """
DROP FUNCTION ledger_take_rights(regclass);
DROP TRIGGER ledger_period_guard ON ledger_periodstep;
DROP TRIGGER ledger_batch_whole ON ledger_batch;
DROP TRIGGER ledger_book_whole ON ledger_book;
DROP TRIGGER ledger_line_birth ON ledger_line;
DROP TRIGGER ledger_journal_birth ON ledger_journal;
DROP TRIGGER ledger_batch_birth ON ledger_batch;
DROP TRIGGER ledger_account_guard ON ledger_bookaccount;
DROP TRIGGER ledger_book_guard ON ledger_book;
DROP FUNCTION ledger_period_guard();
DROP FUNCTION ledger_batch_whole();
DROP FUNCTION ledger_book_whole();
DROP FUNCTION ledger_line_birth();
DROP FUNCTION ledger_journal_birth();
DROP FUNCTION ledger_batch_birth();
DROP FUNCTION ledger_account_guard();
DROP FUNCTION ledger_book_guard();
DROP FUNCTION ledger_derived();
DROP FUNCTION ledger_kept();
DROP FUNCTION ledger_refuse(text);
"""

# A statement that changes no row is refused too.
KEPT = ("ledger_journal", "ledger_line", "ledger_batch", "ledger_periodstep")
KEPT_FORWARD = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
SELECT ledger_take_rights('{table}');
"""
KEPT_BACK = "DROP TRIGGER {table}_kept ON {table};"

DERIVED = ("ledger_cashday", "ledger_partybalance")
DERIVED_FORWARD = """
CREATE TRIGGER {table}_derived BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_derived();
"""
DERIVED_BACK = "DROP TRIGGER {table}_derived ON {table};"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(KEYS, KEYS_BACK),
        migrations.RunSQL(
            FORWARD
            + "".join(KEPT_FORWARD.format(table=table) for table in KEPT)
            + "".join(DERIVED_FORWARD.format(table=table) for table in DERIVED),
            "".join(DERIVED_BACK.format(table=table) for table in DERIVED)
            + "".join(KEPT_BACK.format(table=table) for table in KEPT)
            + BACKWARD,
        ),
    ]
