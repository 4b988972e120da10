"""Tokens of the API reach as far as one area, end by themselves, and are asked for like any other right."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0009_p_codes_of_units'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='accountchange',
            name='account_change_kind_known',
        ),
        migrations.AddField(
            model_name='accountchange',
            name='client',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='accountchange',
            name='scopes',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='area',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='records.area'),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='accountchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['invite', 'give_role', 'reactivate', 'reset', 'token'])), name='account_change_kind_known'),
        ),
    ]
