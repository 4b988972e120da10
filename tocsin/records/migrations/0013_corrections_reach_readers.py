"""Merges, splits and undoing are corrections too, and released reports that rest on one are marked."""

import django.db.models.deletion
from django.db import migrations, models

import tocsin.domain.ids

KINDS = ["corrected", "retracted", "mistake", "deliberate", "reopened", "moved"]


def key() -> models.UUIDField:
    return models.UUIDField(
        default=tocsin.domain.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def link(to: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=f"records.{to}"
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0012_packs_and_closures")]

    operations = [
        migrations.RemoveConstraint("correction", "correction_kind_known"),
        migrations.AddField(
            "correction",
            "into",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.incident",
            ),
        ),
        migrations.AddConstraint(
            "correction",
            models.CheckConstraint(
                condition=models.Q(kind__in=KINDS), name="correction_kind_known"
            ),
        ),
        migrations.AddConstraint(
            "correction",
            models.CheckConstraint(
                condition=models.Q(kind="moved", into__isnull=False)
                | (~models.Q(kind="moved") & models.Q(into__isnull=True)),
                name="what_moved_went_somewhere",
            ),
        ),
        migrations.CreateModel(
            name="ReportCorrection",
            fields=[
                ("id", key()),
                ("at", models.DateTimeField()),
                ("report", link("situationreport", "corrections")),
                ("correction", link("correction", "reports")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "correction"), name="report_corrected_once_by_each"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="CopyCorrection",
            fields=[
                ("id", key()),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("copy", link("reportcopy", "corrections")),
                ("correction", link("correction", "copies")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("copy", "correction"), name="copy_corrected_once_by_each"
                    )
                ]
            },
        ),
    ]
