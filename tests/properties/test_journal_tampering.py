"""Any change, removal or reordering of the log book is found (R9)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import NOON
from tocsin.actions.journal import Actor, note, seal_journal
from tocsin.actions.journal_proof import head_of_chain, verify_journal
from tocsin.records.models import JournalEntry, JournalSeal

LINES = 12
LATER = NOON + timedelta(hours=1)
OTHER = {
    "at": "at + interval '1 microsecond'",
    "recorded_at": "recorded_at - interval '1 second'",
    "actor": "actor || 'x'",
    "verb": "'incident.closed'",
    "subject": "reverse(subject)",
    "incident": "gen_random_uuid()",
    "facts": """facts || '{"n": -1}'""",
}

positions = st.integers(1, LINES)
rows = st.sampled_from(["records_journalentry", "records_journalseal"])


@pytest.fixture
def sealed(db: None) -> None:
    """A log book of twelve sealed lines, in the hands of somebody who may switch the guard off."""
    for second in range(LINES):
        note(
            "test.line",
            JournalEntry(),
            by=Actor("test"),
            at=NOON + timedelta(seconds=second),
            n=second,
        )
    assert seal_journal(at=LATER) == LINES
    for table in ("records_journalentry", "records_journalseal"):
        _run(f"alter table {table} disable trigger user")


tampering = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12
)


@tampering
@given(position=positions, column=st.sampled_from(sorted(OTHER)))
def test_a_changed_line_is_found(sealed: None, position: int, column: str) -> None:
    _found_after(
        f"update records_journalentry set {column} = {OTHER[column]} where {_at(position)}"
    )


@tampering
@given(position=positions, table=rows)
def test_a_removed_line_or_seal_is_found(sealed: None, position: int, table: str) -> None:
    where = _at(position) if table == "records_journalentry" else f"position = {position}"
    _found_after(f"delete from {table} where {where}")


@tampering
@given(one=positions, other=positions)
def test_two_lines_that_change_places_are_found(sealed: None, one: int, other: int) -> None:
    if one == other:
        return
    _found_after(
        f"update records_journalseal set position = -1 where position = {one}",
        f"update records_journalseal set position = {one} where position = {other}",
        f"update records_journalseal set position = {other} where position = -1",
    )


@tampering
@given(position=st.integers(1, LINES - 1))
def test_a_line_cut_out_with_its_seal_is_found_even_when_the_others_close_up(
    sealed: None, position: int
) -> None:
    _found_after(
        f"delete from records_journalentry where {_at(position)}",
        f"delete from records_journalseal where position = {position}",
        f"update records_journalseal set position = -position where position > {position}",
        "update records_journalseal set position = -position - 1 where position < 0",
    )


@tampering
@given(second=st.integers(0, LINES))
def test_a_smuggled_line_is_found(sealed: None, second: int) -> None:
    with transaction.atomic():
        note("test.false", JournalEntry(), by=Actor("x"), at=NOON + timedelta(seconds=second))
        assert verify_journal(at=LATER)
        transaction.set_rollback(True)


@tampering
@given(cut=positions)
def test_a_cut_at_the_end_is_found_by_whoever_wrote_the_head_down(sealed: None, cut: int) -> None:
    head = dict([head_of_chain()])
    with transaction.atomic():
        _run(
            f"delete from records_journalentry where id in (select entry from records_journalseal where position >= {cut})"
        )
        _run(f"delete from records_journalseal where position >= {cut}")
        assert verify_journal(at=LATER, anchors=head)
        transaction.set_rollback(True)


@tampering
@given(position=positions)
def test_a_book_written_anew_is_found_by_whoever_wrote_the_head_down(
    sealed: None, position: int
) -> None:
    head = dict([head_of_chain()])
    with transaction.atomic():
        _run(f"update records_journalentry set verb = 'test.false' where {_at(position)}")
        _run("delete from records_journalseal")
        assert seal_journal(at=LATER) == LINES
        assert verify_journal(at=LATER) == []
        assert verify_journal(at=LATER, anchors=head)
        transaction.set_rollback(True)


def _found_after(*statements: str) -> None:
    with transaction.atomic():
        for statement in statements:
            _run(statement)
        assert verify_journal(at=LATER)
        transaction.set_rollback(True)
    assert JournalSeal.objects.count() == LINES


def _at(position: int) -> str:
    return f"id = (select entry from records_journalseal where position = {position})"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
