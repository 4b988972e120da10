"""When something of the line was late, since when and until when."""

from django.db import models

from tocsin.domain.watchdog_words import Late
from tocsin.records.models._shape import Row, one_of


class Lateness(Row):
    """One stretch of time in which something of a sort waited longer than it ever should."""

    kind = models.TextField()
    since = models.DateTimeField()  # from when on the oldest waited
    noticed_at = models.DateTimeField()
    most = models.PositiveIntegerField()  # how many, at the worst moment
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when people were texted about it

    class Meta:
        constraints = [
            one_of("lateness", "kind", Late),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(ended_at__isnull=True),
                name="lateness_one_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["-noticed_at"], name="lateness_recent")]

    def __str__(self) -> str:
        return f"{self.kind} since {self.since}"
