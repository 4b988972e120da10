"""What other clocks said beside the database's, the last time each was heard."""

from django.db import models

from tocsin.domain.clock_words import ClockSource
from tocsin.records.models._shape import Row, one_of


class ClockReading(Row):
    """One row a machine or a gateway. Mechanical: no line of the log book."""

    source = models.TextField()
    name = models.TextField()  # the machine's name, or the gateway's short one
    apart = models.FloatField()  # seconds: that clock minus the database's
    count = models.PositiveIntegerField(default=1)  # how many messages it rests on
    is_kept = models.BooleanField(null=True)  # whether network time keeps a machine's clock
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("clock_reading", "source", ClockSource),
            models.UniqueConstraint(fields=["source", "name"], name="clock_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"
