"""Copies of reports that go by e-mail: a row each, so that a dead engine forgets none."""

from django.db import models

from tocsin.domain.post_words import PostState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.report_reader import ReportCopy
from tocsin.records.sealed import SealedText


class ReportPost(Row):
    """One copy on its way to an address as it was at the release. Its id is that of the letter, at each try."""

    copy = models.OneToOneField(ReportCopy, models.CASCADE, related_name="post")
    address = SealedText()
    carries = models.BooleanField()  # the report itself; else the letter says that it waits
    state = models.TextField(default=PostState.WAITING.value)
    send_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)  # a code of channels/failures.py
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("reportpost", "state", PostState)]
        indexes = [
            models.Index(
                fields=["send_at"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="reportpost_due",
            )
        ]

    def __str__(self) -> str:
        return f"post of {self.copy_id}"
