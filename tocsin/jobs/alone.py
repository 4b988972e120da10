"""A batch that fails is taken apart: one broken row must not hold up its neighbours."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)

R = TypeVar("R")

ASIDE = timedelta(seconds=30)  # how long a row that cannot be taken waits for its next turn


class Aside:
    """Rows that could not be taken, for a while: they must not be in the way of the others.

    Kept in memory and not in the rows: what is due stays due there, so that the watchdog sees it.
    """

    def __init__(self) -> None:
        self._until: dict[UUID, datetime] = {}

    def put(self, pk: UUID, *, at: datetime) -> None:
        self._until[pk] = at + ASIDE

    def now(self, at: datetime) -> list[UUID]:
        """Return the keys that are aside at this moment; a clock that was set back frees all."""
        self._until = {k: until for k, until in self._until.items() if at < until <= at + ASIDE}
        return list(self._until)


def together_or_alone(
    what: str,
    batch: Callable[[], R],
    *,
    ids: Callable[[], Iterable[UUID]],
    one: Callable[[UUID], R],
    aside: Callable[[UUID], None],
) -> list[R]:
    """Do a batch; when it fails, do each of its rows alone and put aside those that fail again.

    A lost database is no fault of a row: it is raised, and everything is repeated later.
    """
    try:
        return [batch()]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("a batch of %s failed; one by one", what)
    done: list[R] = []
    for pk in ids():
        try:
            done.append(one(pk))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("%s %s is put aside", what, pk)
            aside(pk)
    return done
