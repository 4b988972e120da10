"""`tocsin verify-journal`: silence is not proof, so it says what it proved."""

import psycopg
from click.testing import CliRunner

from tests.world import NOON
from tocsin.actions.journal import Actor, note, seal_journal
from tocsin.cli.journal import verify_journal_command
from tocsin.cluster.server import ADMINISTRATOR, Cluster
from tocsin.records.models import JournalEntry


def three_lines() -> None:
    for verb in ("test.one", "test.two", "test.three"):
        note(verb, JournalEntry(), by=Actor("test"), at=NOON)
    assert seal_journal(at=NOON) == 3


def test_a_whole_journal_is_said_to_be_whole_with_its_head(live: str) -> None:
    three_lines()
    result = CliRunner().invoke(verify_journal_command, [])
    assert result.exit_code == 0
    assert result.output.startswith("The chain holds: 3 entries. Head 3:")


def test_each_break_is_a_line_and_the_exit_is_1(live: str, cluster: Cluster) -> None:
    three_lines()
    database = psycopg.conninfo.conninfo_to_dict(live)["dbname"]
    with psycopg.connect(cluster.url(str(database), user=ADMINISTRATOR)) as root:
        root.execute("set session_replication_role = replica")
        root.execute("update records_journalentry set verb = 'x' where verb = 'test.two'")
        root.execute("delete from records_journalentry where verb = 'test.three'")
    result = CliRunner().invoke(verify_journal_command, [])
    assert result.exit_code == 1
    breaks = [line for line in result.output.splitlines() if line.startswith("position")]
    assert len(breaks) == 2
    assert "something else" in breaks[0]
    assert "is gone" in breaks[1]


def test_a_head_that_was_written_down_finds_a_cut(live: str, cluster: Cluster) -> None:
    three_lines()
    wrong = CliRunner().invoke(verify_journal_command, ["--anchor", f"4:{'00' * 32}"])
    assert wrong.exit_code == 1
    unreadable = CliRunner().invoke(verify_journal_command, ["--anchor", "nonsense"])
    assert unreadable.exit_code == 2
