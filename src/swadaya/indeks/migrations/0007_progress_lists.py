"""Lists of villages by step are read from an index at every depth; those that leapt have small ones of their own."""

from django.db import migrations

FORWARD = """
CREATE INDEX indeks_progress_best ON indeks_progress (digest_id, (-delta), desa);
CREATE INDEX indeks_progress_best_provinsi ON indeks_progress (digest_id, (left(desa, 2)), (-delta), desa);
CREATE INDEX indeks_progress_status ON indeks_progress (digest_id, after, (-delta), desa);
CREATE INDEX indeks_progress_leapt ON indeks_progress (digest_id, desa) WHERE abs(after - before) >= 2;
"""

BACKWARD = """
DROP INDEX indeks_progress_best;
DROP INDEX indeks_progress_best_provinsi;
DROP INDEX indeks_progress_status;
DROP INDEX indeks_progress_leapt;
"""


class Migration(migrations.Migration):
    dependencies = [("indeks", "0006_digest_guards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
