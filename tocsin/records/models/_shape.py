"""What every table of the line shares: an id made here, and closed vocabularies the database enforces."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models

from tocsin.domain.ids import new_id


class Row(models.Model):
    """A row whose id is made before it is written, so that writing it twice is recognised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


def one_of(table: str, column: str, words: Iterable[StrEnum]) -> models.CheckConstraint:
    """Return the constraint that keeps `column` inside its vocabulary."""
    values = [str(word) for word in words]
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": values}), name=f"{table}_{column}_known"
    )


def one_of_or_none(table: str, column: str, words: Iterable[StrEnum]) -> models.CheckConstraint:
    """Return the same constraint for a column that may be empty: not said, or not yet."""
    values = ["", *(str(word) for word in words)]
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": values}), name=f"{table}_{column}_known"
    )
