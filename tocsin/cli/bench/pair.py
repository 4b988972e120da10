"""A primary and the copy that confirms each commit, and what an operator does when the primary dies."""

import time
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql
from psycopg.conninfo import make_conninfo

from tocsin.cli.bench.servers import DATABASE, HOST, PASSWORD, ROLE, Server
from tocsin.cluster.problem import ClusterFailed

CONFIRMED_WITHIN = 60.0  # seconds
GLANCE = 0.05  # seconds


@dataclass(slots=True)
class FailOver:
    """Moments of this machine's clock."""

    killed_at: float
    promoted_at: float
    paired_at: float = 0.0  # the dead one came back as the copy


class Pair:
    """Two servers. `url` names both and leads to whichever takes writes: Tocsin is told nothing else.

    `is_synchronous` False leaves commits unconfirmed, which loses some: to see that the proof sees it.
    """

    def __init__(self, folder: Path, *, is_synchronous: bool = True) -> None:
        self._first, self._second = Server(folder / "first"), Server(folder / "second")
        self.primary, self.copy = self._first, self._second
        self._is_synchronous = is_synchronous

    @property
    def pid(self) -> int | None:
        return self.primary.pid

    def url(self) -> str:
        return make_conninfo(
            host=f"{HOST},{HOST}",
            port=f"{self._first.port},{self._second.port}",
            dbname=DATABASE,
            user=ROLE,
            password=PASSWORD,
            target_session_attrs="read-write",
        )

    def create(self) -> None:
        self.primary.create()

    def start(self) -> None:
        """Start the primary and a copy of it, and return once commits wait for the copy."""
        self.primary.start()
        self.pair()

    def pair(self) -> None:
        """Make the other server a copy of the primary, and let commits wait for it."""
        self.copy.follow(self.primary)
        if self._is_synchronous:
            _let_commits_wait_for(self.primary, "*")
        self._await_confirmed()

    def revive(self) -> bool:
        """A dead primary stays dead: two that take writes are worse than none."""
        return False

    def fail_over(self, *, noticed_after: float) -> FailOver:
        """Kill the primary; when that was noticed, promote its copy. Returns when it takes writes."""
        if not self._is_synchronous:
            self._cut_off()
        killed_at = time.time()
        self.primary.kill()
        time.sleep(noticed_after)
        # It has no copy of its own yet: commits that wait for one would wait for ever.
        _let_commits_wait_for(self.copy, "")
        with self.copy.administered() as link:
            link.execute("select pg_promote(true, 60)")
        self.primary, self.copy = self.copy, self.primary
        return FailOver(killed_at, time.time())

    def stop(self) -> None:
        self.copy.stop()
        self.primary.stop()

    def remove(self) -> None:
        self.copy.remove()
        self.primary.remove()

    def _cut_off(self) -> None:
        with self.copy.administered() as link:
            link.execute("alter system set primary_conninfo = ''")
            link.execute("select pg_reload_conf()")
        time.sleep(1.0)

    def _await_confirmed(self) -> None:
        wanted = "sync" if self._is_synchronous else "async"
        deadline = time.monotonic() + CONFIRMED_WITHIN
        with self.primary.administered() as link:
            while time.monotonic() < deadline:
                found = link.execute(
                    "select 1 from pg_stat_replication where state = 'streaming' and sync_state = %s",
                    [wanted],
                )
                if found.fetchone():
                    return
                time.sleep(GLANCE)
        raise ClusterFailed("The copy does not stream. Its log is beside its folder.")


def _let_commits_wait_for(server: Server, names: str) -> None:
    setting = sql.SQL("alter system set synchronous_standby_names = {}")
    with server.administered() as link:
        link.execute(setting.format(sql.Literal(names)))
        link.execute("select pg_reload_conf()")
