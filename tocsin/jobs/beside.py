"""What stands beside the line: begun once the line reads, and loaded only then.

Reports, letters, learning, retention and the like need much that no warning needs. A village that called while an
engine was down waits for its start; these can wait a second longer.
"""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any

from django.conf import settings

from tocsin.channels.http import HttpClient
from tocsin.jobs.backups import Backups
from tocsin.jobs.desk import Desk
from tocsin.jobs.gateways import Carriers
from tocsin.jobs.learning import Teacher
from tocsin.jobs.old_numbers import OldNumbers
from tocsin.jobs.opinions import Adviser, Opinions
from tocsin.jobs.post import Post
from tocsin.jobs.proofs import Proofs
from tocsin.jobs.reports import Reports
from tocsin.jobs.retention import Retention
from tocsin.jobs.rounds import Rounds
from tocsin.jobs.upkeep import Upkeep
from tocsin.jobs.watchdog import Watchdog


class Beside:
    """The tasks that an engine has beside the line. A nudge for them has the name of their `bells`."""

    def __init__(
        self,
        desks: Mapping[str, Desk],
        carriers: Carriers,
        client: HttpClient,
        *,
        engine: int,
        adviser: Adviser | None,
    ) -> None:
        self._desks = desks
        self._carriers = carriers
        self._client = client
        self._engine = engine
        self._adviser = adviser
        self._teacher = Teacher(desks["learning"], engine=engine)

    def bells(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "learning", self._teacher.wake

    def tasks(self) -> Iterator[Coroutine[Any, Any, None]]:
        desks = self._desks
        yield Watchdog(desks["watchdog"], self._client, outside=settings.ALIVE_URL).run()
        yield Rounds(desks["rounds"]).run()
        yield Upkeep(desks["upkeep"], engine=self._engine).run()
        yield Retention(desks["upkeep"]).run()
        yield Proofs(desks["upkeep"]).run()
        yield self._teacher.run()
        yield OldNumbers(desks["kit"]).run()
        yield Reports(desks["reports"]).run()
        yield Post(self._carriers, desks["reports"]).run()
        # A second opinion where a deployment names a model, backups where it says where to.
        if self._adviser is not None:
            yield Opinions(desks["opinion"], engine=self._engine, adviser=self._adviser).run()
        if settings.BACKUP_FOLDER:
            yield Backups(desks["upkeep"]).run()
