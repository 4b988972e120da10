
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_reports_go_by_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='place',
            name='codes',
            field=models.JSONField(default=list),
        ),
    ]
