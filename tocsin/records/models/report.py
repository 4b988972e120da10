"""Reports: what was drafted from the records, every version of it, who released it and who read it."""

from django.db import models
from django.db.models import Q

from tocsin.domain.report_words import (
    DueKind,
    FlashStage,
    Marking,
    RecommendationState,
    ReportKind,
    ReportState,
)
from tocsin.records.models._shape import Row, one_of, one_of_or_none
from tocsin.records.models.incident import Incident
from tocsin.records.models.people import Area, Base, User
from tocsin.records.sealed import SealedText


class SituationReport(Row):
    """One issue of a report: of a base, of a field office (an area), or of the mission (neither)."""

    number = models.BigIntegerField(unique=True)
    kind = models.TextField()
    reference = models.TextField()  # FLASH/BENI/2026/017: shared by all issues of a flash
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issue = models.PositiveSmallIntegerField(default=0)
    stage = models.TextField(blank=True)  # of a flash
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="reports")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="reports")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="reports")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    language = models.TextField(default="fr")
    is_drill = models.BooleanField(default=False)

    state = models.TextField(default=ReportState.DRAFT.value)
    version = models.PositiveIntegerField(default=1)  # two editors never overwrite each other
    body = SealedText()  # the sentences, as domain.reports.statements.to_json gives them
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: clock
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="")  # why it was given back or dropped
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    was_alone = models.BooleanField(default=False)  # nobody but its author saw it
    marking = models.TextField(blank=True)
    digest = models.TextField(blank=True)  # SHA-256 of the body, once it is frozen

    class Meta:
        constraints = [
            one_of("situationreport", "kind", ReportKind),
            one_of("situationreport", "state", ReportState),
            one_of_or_none("situationreport", "stage", FlashStage),
            one_of_or_none("situationreport", "marking", Marking),
            models.UniqueConstraint(fields=["reference", "issue"], name="report_issue_once"),
            models.CheckConstraint(
                condition=~Q(state="released") | (Q(released_by__isnull=False) & ~Q(digest="")),
                name="report_released_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(state__in=["draft", "review"], incident__isnull=False),
                name="one_open_flash",
            ),
        ]
        indexes = [models.Index(fields=["-drafted_at"], name="report_recent")]

    def __str__(self) -> str:
        return self.reference


class ReportRevision(Row):
    """A version of a report as it was saved: kept for ever, so nothing that was said is lost."""

    report = models.ForeignKey(SituationReport, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    body = SealedText()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="report_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.report_id}"


class ReportDue(Row):
    """A report that somebody owes, and until when: what must still happen is a row."""

    kind = models.TextField()
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="reports_due")
    report = models.ForeignKey(SituationReport, models.CASCADE, null=True, related_name="dues")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True)  # when the clock noticed
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("reportdue", "kind", DueKind),
            models.UniqueConstraint(
                fields=["incident", "kind"],
                condition=Q(settled_at__isnull=True, incident__isnull=False),
                name="one_flash_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(settled_at__isnull=True), name="reportdue_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} due {self.pk}"


class ReportPlan(Row):
    """When a daily or weekly is drafted by the clock; the time is local, `next_at` is absolute."""

    kind = models.TextField()
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    cut_off = models.TimeField()
    weekday = models.PositiveSmallIntegerField(default=3)  # of a weekly; 0 is Monday
    language = models.TextField(default="fr")
    next_at = models.DateTimeField(null=True)  # null: stopped

    class Meta:
        constraints = [
            one_of("reportplan", "kind", ReportKind),
            models.UniqueConstraint(
                fields=["kind", "base", "area"], nulls_distinct=False, name="one_report_plan"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="reportplan_due")]

    def __str__(self) -> str:
        return f"{self.kind} plan {self.pk}"


class Recommendation(Row):
    """What a weekly asks of somebody, by when, and what became of it."""

    number = models.PositiveIntegerField(unique=True)
    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="recommendations")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    what = SealedText()
    owner = models.TextField()  # a function, never a person
    due_on = models.DateField()
    state = models.TextField(default=RecommendationState.OPEN.value)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("recommendation", "state", RecommendationState)]

    def __str__(self) -> str:
        return f"recommendation {self.number}"
