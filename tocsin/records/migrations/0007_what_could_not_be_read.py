from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_reports_are_numbered'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='lateness',
            name='lateness_kind_known',
        ),
        migrations.AddIndex(
            model_name='unreadablearrival',
            index=models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['received_at'], name='unreadable_unseen'),
        ),
        migrations.AddConstraint(
            model_name='lateness',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['unread', 'step', 'p1_without_run', 'unsent', 'in_hand', 'unreadable'])), name='lateness_kind_known'),
        ),
    ]
