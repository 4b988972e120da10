"""How far the vault's change to another key has come."""

from django.db import models

from tocsin.records.models._shape import Row


class Rotation(Row):
    """One change of key: every sealed row of the old ones is sealed again with the new one.

    `place` is the id after which the pass through `table` goes on, so that a kill costs one batch.
    """

    to_key = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    table = models.TextField(blank=True)
    place = models.TextField(blank=True)
    n_sealed = models.PositiveIntegerField(default=0)
    n_passes = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["done_at"],
                condition=models.Q(done_at__isnull=True),
                nulls_distinct=False,
                name="rotation_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"rotation to key {self.to_key}"
