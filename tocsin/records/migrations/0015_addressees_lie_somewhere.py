"""Where an addressee lies, so that planning can say how far it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0014_responders_write_codes")]

    operations = [
        migrations.AddField(
            "addressee",
            "place",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.place",
            ),
        ),
    ]
