"""Reports that rest on what was corrected after their release, and which of their readers know."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.models.correction import Correction
from tocsin.records.models.report import SituationReport
from tocsin.records.models.report_reader import ReportCopy


class ReportCorrection(Row):
    """A released report that says something of an incident that was corrected since."""

    report = models.ForeignKey(SituationReport, models.CASCADE, related_name="corrections")
    correction = models.ForeignKey(Correction, models.CASCADE, related_name="reports")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "correction"], name="report_corrected_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"correction of {self.report_id}"


class CopyCorrection(Row):
    """A reader whose copy says something of it, and when they confirmed that they know."""

    copy = models.ForeignKey(ReportCopy, models.CASCADE, related_name="corrections")
    correction = models.ForeignKey(Correction, models.CASCADE, related_name="copies")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "correction"], name="copy_corrected_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"correction of copy {self.copy_id}"
