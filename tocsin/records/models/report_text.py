"""The short version of a report on its way to a reader: a delivery like any other, and whose copy it is of."""

from django.db import models

from tocsin.domain.post_words import TextMeans
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.notification import Delivery
from tocsin.records.models.radio import RadioNet
from tocsin.records.models.report_reader import ReportCopy


class ReportText(Row):
    """One copy by one means. Tried again by a person, it has a new delivery."""

    copy = models.ForeignKey(ReportCopy, models.CASCADE, related_name="texts")
    means = models.TextField()
    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="report_text")
    carries = models.BooleanField()  # the short version itself; else the text says that it waits
    # By radio it is traffic in standard form: on this net, from its net control.
    net = models.ForeignKey(RadioNet, models.PROTECT, null=True, related_name="+")
    sender = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("reporttext", "means", TextMeans),
            models.UniqueConstraint(fields=["copy", "means"], name="one_text_a_means"),
        ]

    def __str__(self) -> str:
        return f"{self.means} of {self.copy_id}"
