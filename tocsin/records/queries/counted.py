"""What figures count at all."""

from typing import TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

R = TypeVar("R", bound=Model)


def counted(rows: QuerySet[R]) -> QuerySet[R]:
    """Leave drills out. In a deployment that is nothing but an exercise, the exercise is counted."""
    return rows if settings.EXERCISE else rows.filter(is_drill=False)
