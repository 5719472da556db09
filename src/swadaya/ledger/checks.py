"""What a book must satisfy as a whole, each as one question over a range of books that answers with what is wrong.

Every question is asked of the lines themselves; what triggers keep beside them is compared, never trusted. The rows are
(book, what, got, expected).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    code: str
    sql: str


CHECKS = (
    Check(
        "periksa.akun",
        """
        SELECT l.book_id, 'nomor ' || l.seq, 'akun ' || l.account || ' pihak "' || l.party || '"',
               CASE WHEN k.code IS NULL THEN 'akun buku ini' WHEN k.parties THEN 'dengan pihak' ELSE 'tanpa pihak' END
        FROM ledger_line l LEFT JOIN ledger_bookaccount k ON k.book_id = l.book_id AND k.code = l.account
             AND k.book_id BETWEEN %(low)s AND %(high)s
        WHERE l.book_id BETWEEN %(low)s AND %(high)s AND (k.code IS NULL OR k.parties <> (l.party <> ''))
        """,
    ),
    Check(
        "periksa.pembalik",
        """
        SELECT j.book_id, 'nomor ' || j.seq, 'membalik nomor ' || j.reverses,
               'baris yang sama, sisi terbalik, satu kali'
        FROM ledger_journal j LEFT JOIN ledger_journal o ON o.book_id = j.book_id AND o.seq = j.reverses
        WHERE j.book_id BETWEEN %(low)s AND %(high)s AND j.reverses IS NOT NULL AND (
            o.seq IS NULL OR o.reverses IS NOT NULL OR o.kind <> j.kind OR j.effective_on < o.effective_on
            OR EXISTS (SELECT 1 FROM ledger_journal r WHERE r.book_id = j.book_id AND r.reverses = j.reverses
                       AND r.seq < j.seq)
            OR EXISTS (SELECT 1 FROM ledger_line l WHERE l.book_id = j.book_id AND l.seq IN (j.seq, o.seq)
                       GROUP BY l.account, l.party, l.part HAVING sum(l.amount) <> 0))
        """,
    ),
    Check(
        "periksa.kas-harian",
        """
        SELECT coalesce(d.book_id, c.book_id), 'tanggal ' || coalesce(d.day, c.day), d.amount::text, c.amount::text
        FROM (SELECT * FROM ledger_cashday WHERE book_id BETWEEN %(low)s AND %(high)s) d FULL JOIN (
            SELECT l.book_id, l.account, j.effective_on AS day, sum(l.amount) AS amount
            FROM ledger_bookaccount k
            JOIN ledger_line l ON l.book_id = k.book_id AND l.account = k.code
            JOIN ledger_journal j ON j.book_id = l.book_id AND j.seq = l.seq
            WHERE k.cash = 'kas' AND k.book_id BETWEEN %(low)s AND %(high)s
              AND l.book_id BETWEEN %(low)s AND %(high)s AND j.book_id BETWEEN %(low)s AND %(high)s
            GROUP BY l.book_id, l.account, j.effective_on
        ) c ON (c.book_id, c.account, c.day) = (d.book_id, d.account, d.day)
        WHERE c.amount IS DISTINCT FROM d.amount
        """,
    ),
    Check(
        "periksa.kas-kurang",
        """
        SELECT book_id, 'akun ' || account || ' tanggal ' || day, running::text, 'tidak kurang dari 0' FROM (
            SELECT book_id, account, day, sum(amount) OVER (PARTITION BY book_id, account ORDER BY day) AS running
            FROM ledger_cashday WHERE book_id BETWEEN %(low)s AND %(high)s
        ) c WHERE running < 0 ORDER BY book_id, day
        """,
    ),
    Check(
        "periksa.saldo-pihak",
        """
        SELECT coalesce(d.book_id, c.book_id), 'akun ' || coalesce(d.account, c.account) || ' pihak '
               || coalesce(d.party, c.party), d.amount::text, c.amount::text
        FROM (SELECT * FROM ledger_partybalance WHERE book_id BETWEEN %(low)s AND %(high)s) d FULL JOIN (
            SELECT book_id, account, party, part, sum(amount) AS amount FROM ledger_line
            WHERE book_id BETWEEN %(low)s AND %(high)s AND party <> '' GROUP BY book_id, account, party, part
        ) c ON (c.book_id, c.account, c.party, c.part) = (d.book_id, d.account, d.party, d.part)
        WHERE c.amount IS DISTINCT FROM d.amount
        """,
    ),
    Check(
        "periksa.akun-kendali",
        """
        SELECT k.book_id, 'akun ' || k.code, coalesce(p.amount, 0)::text, coalesce(l.amount, 0)::text
        FROM ledger_bookaccount k
        LEFT JOIN (SELECT book_id, account, sum(amount) AS amount FROM ledger_partybalance
                   WHERE book_id BETWEEN %(low)s AND %(high)s
                   GROUP BY book_id, account) p ON p.book_id = k.book_id AND p.account = k.code
        LEFT JOIN (SELECT book_id, account, sum(amount) AS amount FROM ledger_line
                   WHERE book_id BETWEEN %(low)s AND %(high)s
                   GROUP BY book_id, account) l ON l.book_id = k.book_id AND l.account = k.code
        WHERE k.book_id BETWEEN %(low)s AND %(high)s AND k.parties AND coalesce(p.amount, 0) <> coalesce(l.amount, 0)
        """,
    ),
    Check(
        "periksa.pihak-kurang",
        """
        SELECT p.book_id, 'akun ' || p.account || ' pihak ' || p.party, p.amount::text, 'tidak kurang dari nol'
        FROM ledger_partybalance p JOIN ledger_bookaccount k ON k.book_id = p.book_id AND k.code = p.account
        WHERE p.book_id BETWEEN %(low)s AND %(high)s
          AND CASE WHEN k.kind IN ('aset', 'beban') THEN p.amount ELSE -p.amount END < 0
        """,
    ),
    Check(
        "periksa.kiriman",
        """
        SELECT b.book_id, 'kiriman ' || b.id, b.first_seq || '-' || b.last_seq,
               'sambungan dari nomor ' || b.before || ', ' || (b.last_seq - b.first_seq + 1) || ' jurnal'
        FROM (SELECT *, coalesce(lag(last_seq) OVER (PARTITION BY book_id ORDER BY first_seq), 0) AS before
              FROM ledger_batch WHERE book_id BETWEEN %(low)s AND %(high)s) b
        LEFT JOIN (SELECT batch_id, count(*) AS many, min(seq) AS low, max(seq) AS high FROM ledger_journal
                   WHERE book_id BETWEEN %(low)s AND %(high)s GROUP BY batch_id) j ON j.batch_id = b.id
        WHERE b.first_seq <> b.before + 1 OR (j.low, j.high, j.many) IS DISTINCT FROM
              (b.first_seq, b.last_seq, (b.last_seq - b.first_seq + 1)::bigint)
        """,
    ),
    Check(
        "periksa.hitungan-kas",
        """
        SELECT b.book_id, 'kiriman ' || b.id, b.counted::text, c.amount::text FROM ledger_batch b
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(l.amount), 0) AS amount FROM ledger_bookaccount k
            JOIN ledger_line l ON l.book_id = k.book_id AND l.account = k.code
            JOIN ledger_journal j ON j.book_id = l.book_id AND j.seq = l.seq
            WHERE k.book_id = b.book_id AND k.cash = 'kas' AND l.seq <= b.last_seq AND j.effective_on <= b.counted_on
        ) c WHERE b.book_id BETWEEN %(low)s AND %(high)s AND b.counted IS NOT NULL AND c.amount <> b.counted
        """,
    ),
    Check(
        "periksa.kepala",
        """
        SELECT b.id, 'saat pencatatan terakhir', b.last_recorded_at::text, j.recorded_at::text
        FROM ledger_book b JOIN ledger_journal j ON j.book_id = b.id AND j.seq = b.last_seq
        WHERE b.id BETWEEN %(low)s AND %(high)s AND j.recorded_at <> b.last_recorded_at
        """,
    ),
    Check(
        "periksa.bulan-tertutup",
        """
        SELECT j.book_id, 'nomor ' || j.seq, 'tanggal ' || j.effective_on || ' dicatat sesudah bulannya ditutup',
               'tanggal sesudah ' || b.closed_through
        FROM ledger_book b JOIN ledger_journal j ON j.book_id = b.id AND j.effective_on <= b.closed_through
        WHERE b.id BETWEEN %(low)s AND %(high)s AND j.seq > (
            SELECT s.seq FROM ledger_periodstep s WHERE s.book_id = b.id AND s.verb = 'tutup'
              AND s.month = date_trunc('month', j.effective_on)::date ORDER BY s.id DESC LIMIT 1)
        """,
    ),
)

ORPHANS = Check(
    "periksa.baris-lepas",
    """
    SELECT l.book_id, 'nomor ' || l.seq, count(*) || ' baris tanpa jurnal', 'tidak ada'
    FROM ledger_line l LEFT JOIN ledger_journal j ON j.book_id = l.book_id AND j.seq = l.seq
    WHERE l.book_id BETWEEN %(low)s AND %(high)s AND j.seq IS NULL GROUP BY l.book_id, l.seq
    """,
)
"""Asked only when more lines are there than journals have."""


def _text(expression: str) -> str:
    return f"length({expression}) || ':' || {expression}"


_MOMENT = """to_char(j.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_FIELDS = (
    "j.seq::text",
    "to_char(j.effective_on, 'YYYY-MM-DD')",
    _MOMENT,
    "j.kind",
    "coalesce(j.reverses::text, '')",
    "coalesce(b.key::text, '')",
    "j.reference",
    "j.memo",
    "j.reason",
)

JOURNALS = f"""
    SELECT j.book_id, j.seq, {" || ".join(map(_text, _FIELDS))} || coalesce(l.body, ''), j.hash, l.total, l.many
    FROM ledger_journal j
    LEFT JOIN ledger_batch b ON b.id = j.batch_id AND b.book_id = j.book_id AND b.recorded_at = j.recorded_at
    LEFT JOIN (
        SELECT book_id, seq, sum(amount)::bigint AS total, count(*) AS many, string_agg(
            E'\\n' || position || '|' || account || '|' || amount || '|' || party || '|' || part, '' ORDER BY position
        ) AS body
        FROM ledger_line WHERE book_id BETWEEN %(low)s AND %(high)s GROUP BY book_id, seq
    ) l ON l.book_id = j.book_id AND l.seq = j.seq
    WHERE j.book_id BETWEEN %(low)s AND %(high)s ORDER BY j.book_id, j.seq
"""  # noqa: S608 - the fields are ours
"""Every journal of a range of books with its canonical text, in the order of the chain.

The text is that of ``chain``, said once more in SQL: what writes the books and what verifies them check each other.
"""

MONTHS = """
    SELECT s.book_id, s.id, s.month, s.verb, s.seq, s.digest, s.person_id, s.actor, l.account, l.amount
    FROM ledger_periodstep s LEFT JOIN LATERAL (
        SELECT l.account, sum(l.amount)::bigint AS amount FROM ledger_journal j
        JOIN ledger_line l ON l.book_id = j.book_id AND l.seq = j.seq
        WHERE s.verb = 'tutup' AND j.book_id = s.book_id AND j.seq <= s.seq
          AND j.effective_on < s.month + interval '1 month'
        GROUP BY l.account
    ) l ON true
    WHERE s.book_id BETWEEN %(low)s AND %(high)s ORDER BY s.book_id, s.id
"""
"""Steps of months with the balances that each closing saw."""
