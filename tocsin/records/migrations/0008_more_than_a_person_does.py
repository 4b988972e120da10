"""Who looked at whom of late, and the accounts and field phones that did more than a person does."""

import django.db.models.deletion
import tocsin.domain.ids
import tocsin.records.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_where_words_may_mean'),
    ]

    operations = [
        migrations.CreateModel(
            name='Brake',
            fields=[
                ('id', models.UUIDField(default=tocsin.domain.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('count', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('reason', tocsin.records.sealed.SealedText(default='', editable=False)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('phone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='brakes', to='records.fieldphone')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brakes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-at'], name='brakes_of_late')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['looks', 'entries'])), name='brake_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='PersonLook',
            fields=[
                ('id', models.UUIDField(default=tocsin.domain.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('whom', models.TextField()),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'at'], name='person_looks_of_late')],
                'constraints': [models.UniqueConstraint(fields=('user', 'whom'), name='person_look_once')],
            },
        ),
    ]
