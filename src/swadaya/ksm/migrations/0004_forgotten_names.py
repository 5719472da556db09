"""Whoever is forgotten is forgotten in the agenda of a meeting and in its reasons too."""

from django.db import migrations

FORWARD = """
DROP TRIGGER ksm_record_kept ON ksm_record;
CREATE TRIGGER ksm_record_kept BEFORE UPDATE OR DELETE ON ksm_record
    FOR EACH ROW EXECUTE FUNCTION ksm_texts_only('minutes,place,reason,cash_reason');
DROP TRIGGER ksm_agendaitem_kept ON ksm_agendaitem;
CREATE TRIGGER ksm_agendaitem_kept BEFORE UPDATE OR DELETE ON ksm_agendaitem
    FOR EACH ROW EXECUTE FUNCTION ksm_texts_only('title');
"""
BACKWARD = """
DROP TRIGGER ksm_agendaitem_kept ON ksm_agendaitem;
CREATE TRIGGER ksm_agendaitem_kept BEFORE UPDATE OR DELETE ON ksm_agendaitem
    FOR EACH ROW EXECUTE FUNCTION ksm_kept();
DROP TRIGGER ksm_record_kept ON ksm_record;
CREATE TRIGGER ksm_record_kept BEFORE UPDATE OR DELETE ON ksm_record
    FOR EACH ROW EXECUTE FUNCTION ksm_texts_only('minutes,place');
"""


class Migration(migrations.Migration):
    dependencies = [("ksm", "0003_bodies")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
