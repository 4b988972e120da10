"""Reports take their numbers from a sequence, as incidents, alerts and releases do.

It may be there already: a database of before this migration made it in another one.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0005_the_ledger_is_append_only")]

    operations = [
        migrations.RunSQL(
            "create sequence if not exists report_number", "drop sequence report_number"
        ),
    ]
