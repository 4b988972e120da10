"""Fixtures for every test: a real database, given only to the tests that ask for it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples
from psycopg.pq import TransactionStatus
from xdist.scheduler import LoadScopeScheduling

from tests import database
from tocsin.cluster.server import Cluster

if TYPE_CHECKING:
    from tests.world import World

WORKER_NAME = f"worker_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

PROGRAMS = {
    "chromium": "chromium-headless-shell",
    "gammu": "gammu-smsd",
    "direwolf": "direwolf",
    "mosquitto": "mosquitto",
    "nginx": "nginx",
}
"""Debian programs that marked tests need; where one is missing they say so and are skipped."""

TOGETHER = (
    ("tests/browser/",),
    ("tests/crash/",),
    ("tests/cli/test_supervise.py",),
    ("tests/cluster/test_server.py",),
    ("tests/domain/test_reading_development.py",),
    ("tests/house/test_reach.py",),
    ("tests/house/test_translations.py",),
    tuple(f"tests/house/test_{name}.py" for name in ("kinds", "locks", "logs", "names", "sizes")),
)
"""What one worker runs, one after another: what all of it needs, a deployment for example, is made once."""

Undone = Callable[[], AbstractContextManager[None]]

_allowed = False
_lives = count(1)


# How fast a machine draws examples says nothing about the code, and fails a busy one by chance. Where a change is judged,
# the same examples come each time: what chance finds elsewhere is no fault of that change.
examples.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize=bool(os.environ.get("TOCSIN_TEST_ALL")),
)
examples.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.begin_run()
    os.environ["TOCSIN_DATA"] = str(database.run_folder() / f"files-{WORKER_NAME}")
    os.environ["TOCSIN_DATABASE_URL"] = database.run_cluster().url(WORKER_NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.config.settings"
    django.setup()
    settings.PASSWORD_HASHERS = ["tests.passwords.Quick"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for marker, program in PROGRAMS.items():
        # Debian keeps servers where an ordinary user's path does not look.
        if shutil.which(program) is None and shutil.which(program, path="/usr/sbin") is None:
            missing = pytest.mark.skip(reason=f"needs {program}: apt-get install {program}")
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(missing)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Spread tests over the workers one by one, but for those that belong together.

    The mark that pytest-xdist has for it does nothing under pytest 9.2, which keeps no `_nodeid`.
    """
    return _Scheduling(config, log)


class _Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # It has no types.
    def _split_scope(self, nodeid: str) -> str:
        return next((these[0] for these in TOGETHER if nodeid.startswith(these)), nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TOCSIN_TEST_ALL") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED  # Where all programs are, none may hide.


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.end_run()


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The server of this run, with the migrated template."""
    with _permission():
        return database.start_migrated()


@pytest.fixture(scope="session")
def _worker_database(cluster: Cluster) -> Iterator[str]:
    with database.fresh_database(cluster, WORKER_NAME) as url:
        yield url


@pytest.fixture(autouse=True, scope="session")
def _guarded() -> None:
    """Refuse rows to a test that asked for no database, before it leaves traces."""
    ensure = connection.ensure_connection

    def guard() -> None:
        if not _allowed:
            raise AssertionError("This test reads or writes rows: ask for `db` or `live`.")
        ensure()

    connection.ensure_connection = guard  # type: ignore[method-assign]  # Of one object.


@pytest.fixture(scope="session")
def undone(_worker_database: str) -> Undone:
    """Rows in a transaction that is undone at its end, or in a part of one: `with undone():`."""
    return _undone


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page that was asked for in French leaves French to its thread, as on a server: not to the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def db(undone: Undone) -> Iterator[None]:
    """Rows in one transaction that is undone at the end. One connection sees them."""
    with undone():
        yield


@contextmanager
def _undone() -> Iterator[None]:
    work = transaction.atomic()
    work._from_testcase = True  # type: ignore[attr-defined]  # Lets durable actions run inside it.
    with _permission(), work:
        yield
        link = connection.connection
        if link is not None and link.info.transaction_status is not TransactionStatus.INERROR:
            connection.check_constraints()
        transaction.set_rollback(rollback=True)


@pytest.fixture
def live(cluster: Cluster) -> Iterator[str]:
    """A fresh database of its own, committed for real, for several connections or processes.

    Gives its address, which TOCSIN_DATABASE_URL holds too while the test runs. Its name comes once:
    what outlives the test finds no other test's rows under it.
    """
    name = f"{WORKER_NAME}_live_{next(_lives)}"
    before = os.environ["TOCSIN_DATABASE_URL"]
    with database.fresh_database(cluster, name) as url, database.pointed_at(name), _permission():
        os.environ["TOCSIN_DATABASE_URL"] = url
        yield url
        os.environ["TOCSIN_DATABASE_URL"] = before


@pytest.fixture
def world(db: None) -> "World":
    """Everybody of the district on duty at noon, with their phones; nothing has happened yet."""
    from tests.world import new_world  # noqa: PLC0415 - Models exist only once Django is set up.

    return new_world()


@pytest.fixture
def on_commit() -> Callable[[], AbstractContextManager[list[Callable[[], Any]]]]:
    """Run, at the end of a `with on_commit():`, what actions ask for after their commit."""
    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


@contextmanager
def _permission() -> Iterator[None]:
    global _allowed  # noqa: PLW0603 - One flag for one process, read at every statement.
    before, _allowed = _allowed, True
    try:
        yield
    finally:
        _allowed = before
