"""`django migrate` beside a line that runs: it waits for no table longer than a second."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

WAITS = "1s"
"""For a table that somebody holds. Whoever comes after us stands behind us in its queue, the door included."""

PAUSE = 4.0  # seconds in which the others go on
TRIES = 120  # ten minutes

BUSY = (
    "A table stayed in use for ten minutes; what was not done is as it was. "
    "A backup or a long question holds it (pg_stat_activity says which): wait for its end, then run this again."
)


class Command(migrate.Command):
    """Django's own, which takes its tables without making the line wait."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        patiently(lambda: super(Command, self).handle(*arguments, **options), pause=self._pause)

    def _pause(self) -> None:
        self.stderr.write("Somebody holds a table. Trying again in some seconds.")
        time.sleep(PAUSE)


def patiently(
    work: Callable[[], object],
    *,
    pause: Callable[[], object],
    tries: int = TRIES,
    waits: str = WAITS,
) -> None:
    """Do it, and again after a pause while somebody holds a table that it needs. Raises CommandError."""
    for _ in range(tries):
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = %s", [waits])
        try:
            work()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
        else:
            return
        finally:
            with connection.cursor() as cursor:
                cursor.execute("reset lock_timeout")
        pause()
    raise CommandError(BUSY)
