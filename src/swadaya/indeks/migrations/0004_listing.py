"""Lists of villages by class and by rank are read from an index at every depth."""

from django.db import migrations

FORWARD = """
CREATE INDEX indeks_result_status ON indeks_result (run_id, level, desa);
CREATE INDEX indeks_result_best ON indeks_result (run_id, (-coalesce(k, -1)), desa);
CREATE INDEX indeks_result_best_provinsi ON indeks_result (run_id, (left(desa, 2)), (-coalesce(k, -1)), desa);
"""

BACKWARD = """
DROP INDEX indeks_result_status;
DROP INDEX indeks_result_best;
DROP INDEX indeks_result_best_provinsi;
"""


class Migration(migrations.Migration):
    dependencies = [("indeks", "0003_origin_guards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
