"""A batch that fails is taken apart: one broken row must not hold up its neighbours."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)

R = TypeVar("R")


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
