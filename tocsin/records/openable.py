"""Rows that are read for everybody: one that the vault does not open must not silence the others."""

import logging
from typing import TypeVar

from django.db.models import Model, QuerySet

from tocsin.domain.vault import Unsealable

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Model)


def openable(rows: QuerySet[M]) -> list[M]:
    """Return the rows that open, each by itself where one does not; what does not is logged by its key."""
    try:
        return list(rows.all())
    except Unsealable:
        keys = list(rows.values_list("pk", flat=True))
    found: list[M] = []
    for place, key in enumerate(keys):
        try:
            found += rows.all()[place : place + 1]
        except Unsealable:
            log.exception("%s %s does not open; it is left out", rows.model.__name__, key)
    return found
