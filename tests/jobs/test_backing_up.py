"""A backup of a running line comes back whole; whatever is wrong with one is found when it is made."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import psycopg
import pytest

from tests import database
from tests.conftest import WORKER_NAME
from tests.stories.words import ATTACK
from tests.world import World, new_world
from tocsin.actions.backups import begin_backup, settle_restored
from tocsin.actions.journal import Actor
from tocsin.cluster.server import ADMINISTRATOR, Cluster
from tocsin.domain.backup_words import BackupFailure, BackupState
from tocsin.domain.problems import Problem
from tocsin.formats.backup_file import chunks, new_pair, read_public, read_secret
from tocsin.formats.backup_manifest import Manifest, read_manifest
from tocsin.jobs.backing_up import LOCK, Order, clear_out, file_name, make_backup, prove
from tocsin.records.elsewhere import pointed_at
from tocsin.records.models import Backup, FocalPoint, Gateway, JournalEntry
from tocsin.records.queries.backups import count_rows, snapshot
from tocsin.records.queries.sealed import unreadable_keys

SECRET, PUBLIC = new_pair()
HAND = Actor("test")
Scratch = Callable[[], AbstractContextManager[str]]
Back = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def empty(cluster: Cluster) -> Scratch:
    """An empty database of the run's own server: what a scratch is, without a server of its own."""

    @contextmanager
    def made() -> Iterator[str]:
        with database.fresh_database(
            cluster, f"{WORKER_NAME}_scratch", template="template0"
        ) as url:
            yield url

    return made


@pytest.fixture
def night(live: str) -> World:
    world = new_world()
    world.neema.texts(ATTACK)
    world.passes(minutes=1)
    return world


def order(url: str, scratch: Scratch | None = None) -> Order:
    return Order(url=url, public=read_public(PUBLIC), by=HAND, scratch=scratch)


def test_it_is_proven_when_it_is_made_and_comes_back_whole_and_silent(
    night: World, live: str, empty: Scratch, tmp_path: Path
) -> None:
    names = dict(FocalPoint.objects.values_list("code", "name"))
    tried = []

    @contextmanager
    def watched() -> Iterator[str]:
        with empty() as url:
            yield url
            tried.append(url)
            with pointed_at(url):  # as a restored deployment
                assert FocalPoint.objects.get(code="FP-0502").name == names["FP-0502"]
                assert unreadable_keys() == []
                assert settle_restored(is_live=False, made_at=night.now, by=HAND, at=night.now)
                assert not Gateway.objects.filter(is_enabled=True).exists()
                assert not Backup.objects.filter(state=BackupState.RUNNING).exists()

    file = tmp_path / "night.backup"
    made = make_backup(file, order(live, watched))
    assert tried
    assert (made.state, made.failure) == (BackupState.VERIFIED, "")
    assert Gateway.objects.filter(is_enabled=True).exists(), "the original goes on"
    with file.open("rb") as content:
        manifest, _ = read_manifest(chunks(content, secret=read_secret(SECRET)))
    assert manifest.rows["records_message"] == 1
    assert manifest.n_rows == made.rows
    assert manifest.position == made.position
    assert manifest.position > 0
    said = JournalEntry.objects.filter(subject=f"backup:{made.pk}").order_by("recorded_at")
    assert [line.verb for line in said] == ["backup.began", "backup.written", "backup.verified"]


def tamper_with_the_log(url: str, cluster: Cluster) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
    with psycopg.connect(cluster.url(name, user=ADMINISTRATOR)) as root:
        root.execute("set session_replication_role = replica")
        root.execute("update records_journalentry set verb = 'x' where verb = 'incident.opened'")


def test_a_forged_log_book_fails_the_backup_and_stays_on_record(
    night: World, live: str, cluster: Cluster, empty: Scratch, tmp_path: Path
) -> None:
    tamper_with_the_log(live, cluster)
    with pytest.raises(Problem, match=r"backup\.failed"):
        make_backup(tmp_path / "b", order(live, empty))
    assert Backup.objects.get().failure == BackupFailure.JOURNAL_BROKEN


def test_a_copy_that_lacks_rows_is_named_by_its_table(night: World, live: str) -> None:
    with snapshot(live) as (link, _):
        rows = count_rows(link)
    more = {**rows, "records_message": rows["records_message"] + 1}
    told = Manifest(night.now, "0", 18, more, 0, "")
    with pytest.raises(Problem, match=r"backup\.failed") as refused:
        prove(told, url=live)
    assert refused.value.facts["failure"] == BackupFailure.ROWS_DIFFER
    assert refused.value.facts["why"] == "rows differ in records_message"


def test_a_disk_that_refuses_and_a_scratch_that_is_not_empty_are_told_apart(
    night: World, live: str, tmp_path: Path
) -> None:
    with pytest.raises(Problem):
        make_backup(tmp_path / "nowhere" / "b", order(live))
    with pytest.raises(Problem):
        make_backup(tmp_path / "b", order(live, lambda: nullcontext(live)))
    failures = Backup.objects.order_by("started_at").values_list("failure", flat=True)
    assert list(failures) == [BackupFailure.NOT_WRITTEN, BackupFailure.NO_RESTORE]
    assert [path.name for path in tmp_path.iterdir()] == ["b"], "no draft is left"


def test_one_at_a_time_and_one_whose_maker_died_is_given_up(
    night: World, live: str, tmp_path: Path
) -> None:
    begin_backup("died", is_scheduled=True, by=HAND, at=night.now)
    with psycopg.connect(live, autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(Problem, match=r"backup\.running"):
            make_backup(tmp_path / "b", order(live))
    assert Backup.objects.get().state == BackupState.RUNNING
    make_backup(tmp_path / "b", order(live))
    assert Backup.objects.get(file="died").failure == BackupFailure.INTERRUPTED


def test_old_files_of_the_clock_go_and_those_made_by_hand_stay(
    world: World, tmp_path: Path
) -> None:
    for day in range(1, 6):
        at = world.now.replace(day=day)
        row = begin_backup(file_name(at), is_scheduled=day != 1, by=HAND, at=at)
        row.state = BackupState.VERIFIED.value
        row.save()
        (tmp_path / row.file).touch()
    assert clear_out(tmp_path, keep=2, by=HAND) == 2
    left = sorted(path.name for path in tmp_path.iterdir())
    assert [name[7:15] for name in left] == ["20260301", "20260304", "20260305"]
    assert clear_out(tmp_path, keep=2, by=HAND) == 0
