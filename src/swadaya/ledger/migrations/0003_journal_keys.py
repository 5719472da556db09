"""Book and batch of a journal are looked up once a batch by the trigger of its birth, not once a journal.

Without these foreign keys a table of batches could be emptied at once: nobody may, the owner included.
"""

import django.db.models.deletion
from django.db import migrations, models


EMPTIED = ("ledger_book", "ledger_batch", "ledger_journal", "ledger_line", "ledger_periodstep")
FORWARD = """
CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
"""
BACKWARD = "DROP TRIGGER {table}_emptied ON {table};"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="journal",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.batch",
            ),
        ),
        migrations.AlterField(
            model_name="journal",
            name="book",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.book",
            ),
        ),
        migrations.RunSQL(
            "".join(FORWARD.format(table=table) for table in EMPTIED),
            "".join(BACKWARD.format(table=table) for table in EMPTIED),
        ),
    ]
