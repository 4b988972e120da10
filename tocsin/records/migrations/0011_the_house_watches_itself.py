"""The house watches itself: clocks are compared, the log book is proven by the clock, reviews are reminded of."""

import django.db.models.deletion
import tocsin.domain.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_tokens_know_an_area'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockReading',
            fields=[
                ('id', models.UUIDField(default=tocsin.domain.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.TextField()),
                ('name', models.TextField()),
                ('apart', models.FloatField()),
                ('count', models.PositiveIntegerField(default=1)),
                ('is_kept', models.BooleanField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='JournalWalk',
            fields=[
                ('id', models.UUIDField(default=tocsin.domain.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('position', models.BigIntegerField(default=0)),
                ('chain', models.BinaryField()),
                ('sealed_at', models.DateTimeField(null=True)),
                ('line_at', models.DateTimeField(null=True)),
                ('line', models.UUIDField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('breaks', models.PositiveIntegerField(default=0)),
                ('broken_at', models.DateTimeField(null=True)),
                ('broken_kind', models.TextField(blank=True, default='')),
                ('broken_position', models.BigIntegerField(null=True)),
                ('broken_entry', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='lateness',
            name='lateness_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='notification',
            name='notification_purpose_known',
        ),
        migrations.AddField(
            model_name='widening',
            name='escalated_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='widening',
            name='reminded',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='widening',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='lateness',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['unread', 'step', 'p1_without_run', 'unsent', 'in_hand', 'unreadable', 'clock', 'log_book'])), name='lateness_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['page', 'page_more', 'page_exhausted', 'hand_over', 'reconfirm', 'correction', 'withdrawn', 'open_again', 'reason_asked', 'understood', 'not_understood', 'strength_noted', 'signs_noted', 'signs_unknown', 'signs_undone', 'signs_nothing', 'correction_asked', 'correction_done', 'correction_refused', 'receipt', 'first_news', 'closing', 'nobody_comes', 'neighbours', 'not_so', 'has_changed', 'not_over', 'rumour_true', 'rumour_false', 'rumour_unclear', 'answer', 'patrol_quiet', 'patrol_overdue', 'call_us', 'gateway_test', 'release', 'release_update', 'release_cancel', 'release_asked', 'contact_test', 'relay', 'old_number', 'airtime_sent', 'report_late', 'report', 'report_corrected', 'rights_widened', 'review_owed', 'review_missed', 'line_late', 'line_well', 'clock_wrong', 'log_book_broken', 'phone_lost', 'near_not_warned'])), name='notification_purpose_known'),
        ),
        migrations.AddConstraint(
            model_name='clockreading',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['machine', 'gateway', 'house'])), name='clock_reading_source_known'),
        ),
        migrations.AddConstraint(
            model_name='clockreading',
            constraint=models.UniqueConstraint(fields=('source', 'name'), name='clock_reading_once'),
        ),
        migrations.AddIndex(
            model_name='journalwalk',
            index=models.Index(fields=['-started_at'], name='journal_walk_recent'),
        ),
    ]
