"""The table of Django's database cache: what several processes must remember for some minutes."""

from django.db import migrations

FORWARD = """
CREATE TABLE accounts_short_memory (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_short_memory_expires ON accounts_short_memory (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD, "DROP TABLE accounts_short_memory")]
