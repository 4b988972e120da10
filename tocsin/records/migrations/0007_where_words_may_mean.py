"""Alerts and incidents keep the points that their words may mean, until a person says which.

Meanwhile they lie where their source lives, and who warns of that place speaks of another event.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0006_reports_are_numbered")]

    operations = [
        migrations.AddField("alert", "named", models.JSONField(db_default=[], default=list)),
        migrations.AddField("incident", "named", models.JSONField(db_default=[], default=list)),
    ]
