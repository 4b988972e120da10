"""Who gets which report, and what became of each copy: by function, never by person."""

from django.db import models
from django.db.models import Q

from tocsin.domain.report_words import Audience, Marking
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.people import Area, User
from tocsin.records.models.report import SituationReport
from tocsin.records.sealed import SealedText


class ReportReader(Row):
    """A function on the distribution list, with the account by which it reads."""

    title = models.TextField()  # a function, such as "JOC watch"
    audience = models.TextField()
    kinds = models.JSONField(default=list)  # of reports
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")  # null: everywhere
    language = models.TextField(default="fr")
    user = models.ForeignKey(User, models.PROTECT, related_name="report_readers")
    # The rule of sensitivity: up to which marking a copy is made, and up to which a letter carries it.
    most = models.TextField(default=Marking.STRICTLY_CONFIDENTIAL.value)
    address = SealedText(default="")  # of a function; empty: read on the page alone
    mailed_up_to = models.TextField(default=Marking.UNCLASSIFIED.value)
    number = SealedText(default="")  # of a function; the short version is texted to it
    call_sign = models.TextField(blank=True)  # of a station, to which it is passed by voice
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("reportreader", "audience", Audience),
            one_of("reportreader", "most", Marking),
            one_of("reportreader", "mailed_up_to", Marking),
            models.UniqueConstraint(
                fields=["title"], condition=Q(ended_at__isnull=True), name="one_reader_a_title"
            ),
        ]

    def __str__(self) -> str:
        return f"reader {self.pk}"


class ReportCopy(Row):
    """One released report as one reader got it; the list is frozen with the release."""

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="copies")
    reader = models.ForeignKey(ReportReader, models.PROTECT, related_name="copies")
    audience = models.TextField()  # as the reader was then
    marking = models.TextField()
    language = models.TextField()
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    question = SealedText(default="")
    answer = SealedText(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("reportcopy", "audience", Audience),
            one_of("reportcopy", "marking", Marking),
            models.UniqueConstraint(fields=["report", "reader"], name="one_copy_a_reader"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(opened_at__isnull=False),
                name="report_read_before_its_receipt",
            ),
        ]
        indexes = [models.Index(fields=["reader", "-made_at"], name="reportcopy_of")]

    def __str__(self) -> str:
        return f"copy {self.pk}"
