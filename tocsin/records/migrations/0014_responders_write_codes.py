"""Answers to the coded texts of responders: strength noted, a correction asked, done, refused."""

from django.db import migrations, models

PURPOSES = [
    "page", "page_more", "page_exhausted", "hand_over", "reconfirm", "correction",
    "withdrawn", "open_again", "reason_asked", "understood", "not_understood",
    "strength_noted", "correction_asked", "correction_done", "correction_refused", "receipt",
    "first_news", "closing", "nobody_comes", "neighbours", "not_so", "has_changed",
    "not_over", "rumour_true", "rumour_false", "rumour_unclear", "answer", "patrol_quiet",
    "patrol_overdue", "call_us", "gateway_test", "release", "release_update",
    "release_cancel", "release_asked", "contact_test", "relay", "old_number", "airtime_sent",
    "phone_lost",
]


class Migration(migrations.Migration):
    dependencies = [("records", "0013_corrections_reach_readers")]

    operations = [
        migrations.RemoveConstraint("notification", "notification_purpose_known"),
        migrations.AddConstraint(
            "notification",
            models.CheckConstraint(
                condition=models.Q(purpose__in=PURPOSES), name="notification_purpose_known"
            ),
        ),
    ]
