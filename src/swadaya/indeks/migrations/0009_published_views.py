"""What other rooms may read of this one in SQL. The tables behind may change; these columns stay."""

from django.db import migrations

VIEWS = """
CREATE VIEW indeks_shown_result AS
SELECT run_id, desa, points, k, level FROM indeks_result;
COMMENT ON VIEW indeks_shown_result IS 'Points, k and class level of each village in each run.';

CREATE VIEW indeks_sheet_origin AS
SELECT s.method, s.year, s.desa, b.kind FROM indeks_scoresheet s JOIN indeks_batch b ON b.id = s.batch_id
WHERE s.superseded_by_id IS NULL;
COMMENT ON VIEW indeks_sheet_origin IS 'Which kind of file the sheet in force of each village came with.';

SELECT wilayah_read_only('indeks_shown_result'), wilayah_read_only('indeks_sheet_origin');
"""
GONE = "DROP VIEW indeks_sheet_origin; DROP VIEW indeks_shown_result;"


class Migration(migrations.Migration):
    dependencies = [("indeks", "0008_trends"), ("wilayah", "0003_published_views")]
    operations = [migrations.RunSQL(VIEWS, GONE)]
