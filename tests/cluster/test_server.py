"""A database that Tocsin runs itself survives whatever happens to its processes."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tests import database
from tocsin.cluster.account import LONGEST_SOCKET_FOLDER, server_account, socket_folder
from tocsin.cluster.postmaster import running_postmaster
from tocsin.cluster.problem import ClusterFailed
from tocsin.cluster.server import ADMINISTRATOR, Cluster


@contextmanager
def a_server(
    *, for_tests: bool = True, is_closed: bool = False, like: Path | None = None
) -> Iterator[Cluster]:
    with database.folder() as place:
        place.chmod(0o700 if is_closed else 0o755)
        if like:
            subprocess.run(["cp", "-a", str(like), str(place / "database")], check=True)
        cluster = Cluster(place / "database", for_tests=for_tests, source=database.chosen_source())
        cluster.create()
        yield cluster
        cluster.remove()


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """The folder of a server that never ran: to make one takes longer than all else of most tests."""
    with a_server() as cluster:
        yield cluster.folder


@pytest.fixture
def own(made: Path) -> Iterator[Cluster]:
    with a_server(like=made) as cluster:
        yield cluster


@pytest.fixture
def at_home() -> Iterator[Cluster]:
    """One below a closed folder, as a home often is."""
    with a_server(is_closed=True) as cluster:
        yield cluster


@pytest.fixture
def durable() -> Iterator[Cluster]:
    """As on a real line: what was committed is on the disk."""
    with a_server(for_tests=False) as cluster:
        yield cluster


def ask(cluster: Cluster, *statements: str) -> object:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        answers = [connection.execute(statement.encode()) for statement in statements]
        return answers[-1].fetchall()[0][0] if answers[-1].description else None


def test_a_second_start_keeps_the_data_and_the_address(at_home: Cluster) -> None:
    at_home.start()
    address = at_home.url()
    ask(at_home, "create table bell as select 1 as rung")
    at_home.stop()
    assert at_home.pid is None
    assert at_home.create() is False
    at_home.start()
    assert at_home.url() == address
    assert ask(at_home, "select rung from bell") == 1


def test_what_was_committed_outlives_a_kill(durable: Cluster) -> None:
    durable.start()
    ask(durable, "create table bell as select 1 as rung")
    former = durable.pid
    assert former
    os.kill(former, signal.SIGKILL)
    while durable.pid == former:
        time.sleep(0.01)  # A busy machine takes a moment to kill.
    durable.start()
    assert ask(durable, "select rung from bell") == 1


def test_a_server_that_runs_already_is_joined(at_home: Cluster) -> None:
    at_home.start()
    other = Cluster(at_home.log.with_name("database"))
    other.start()
    assert other.pid == at_home.pid
    other.stop()
    while at_home.pid is not None:
        time.sleep(0.01)  # Its files are gone a moment before it is.


@pytest.mark.parametrize(
    "left_behind",
    ["another program's", "another server's", "a child's of it", "999999999", "", "nonsense"],
)
def test_a_pid_file_of_another_life_does_not_keep_it_from_starting(
    own: Cluster, cluster: Cluster, left_behind: str
) -> None:
    with psycopg.connect(cluster.url("postgres")) as link:
        taken = {
            "another program's": os.getpid(),
            "another server's": cluster.pid,
            "a child's of it": link.info.backend_pid,
        }
        _leave(own, str(taken.get(left_behind, left_behind)))
        own.start(within=timedelta(seconds=60))
        assert ask(own, "select 1") == 1


def test_a_server_whose_folder_was_renamed_gets_no_second_one(own: Cluster) -> None:
    own.start()
    moved = own.folder.with_name("moved")
    own.folder.rename(moved)
    found = running_postmaster(moved)
    moved.rename(own.folder)
    assert found is not None
    assert found.pid == own.pid


def _leave(own: Cluster, left_behind: str) -> None:
    (own.folder / "postmaster.pid").write_text(f"{left_behind}\n{own.folder}\n1\n5432\n/nowhere\n")


def test_it_is_durable_in_utf_8_and_not_on_the_network(durable: Cluster) -> None:
    durable.start()
    for setting, value in {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "listen_addresses": "",
        "TimeZone": "UTC",
    }.items():
        assert ask(durable, f"show {setting}") == value, setting
    assert ask(durable, "select 'é' < 'z'") is False, "sorted by code point, alike everywhere"


def test_our_role_owns_our_database_and_is_no_superuser(own: Cluster) -> None:
    own.start()
    assert ask(own, "select usesuper from pg_user where usename = current_user") is False
    ask(own, "create extension pg_trgm")


def test_the_log_keeps_no_value_of_a_row_and_no_statement(own: Cluster) -> None:
    own.start()
    insert = "insert into bell values ('+243990000001')"
    ask(own, "create table bell (number text primary key)", insert)
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(own, insert)
    log = own.log.read_text()
    assert "duplicate key" in log
    assert "990000001" not in log


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear")
    tmp_path.chmod(0o755)
    with pytest.raises(ClusterFailed, match="no database"):
        Cluster(tmp_path / "letters").create()
    assert (tmp_path / "letters" / "one.txt").read_text() == "dear"


def test_a_server_that_cannot_start_says_why(own: Cluster) -> None:
    (own.folder / "postgresql.auto.conf").write_text("shared_buffers = 'many'\n")
    with pytest.raises(ClusterFailed, match="shared_buffers"):
        own.start()


def test_the_socket_path_is_short_however_deep_the_data_lie(tmp_path: Path) -> None:
    deep = tmp_path / ("very" * 30) / ("deep" * 30)
    folder = socket_folder(deep, server_account())
    assert len(str(folder)) <= LONGEST_SOCKET_FOLDER
    assert folder != socket_folder(tmp_path, server_account())


def test_a_link_whose_data_were_deleted_by_hand_gets_new_ones(tmp_path: Path) -> None:
    (tmp_path / "database").symlink_to(tmp_path / "gone")
    again = Cluster(tmp_path / "database", for_tests=True)
    assert again.create() is True
    assert (again.folder / "PG_VERSION").exists()
    again.remove()


def test_a_server_whose_files_were_deleted_is_still_stopped(own: Cluster) -> None:
    own.start()
    (own.folder / "postmaster.pid").unlink()
    own.stop()
    assert own.pid is None


def test_removing_it_leaves_nothing(at_home: Cluster) -> None:
    at_home.start()
    data, address = at_home.folder, at_home.url(user=ADMINISTRATOR)
    at_home.remove()
    assert not data.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
