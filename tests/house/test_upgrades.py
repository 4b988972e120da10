"""A program of the last release goes on beside the tables of the next: what is added first disturbs nobody."""

import re
from collections.abc import Iterator

from django.contrib.postgres import operations
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.house.sources import ROOT

CHANGELOG = ROOT / "CHANGELOG.md"

FIRST_RELEASE: str | None = None
"""The last migration of the first release, named here on the day it is tagged. Until then nobody runs an
older program, and migrations may be folded."""

HARMLESS = (
    migrations.CreateModel, migrations.RemoveConstraint, operations.AddIndexConcurrently, operations.ValidateConstraint,
)  # fmt: skip
FILLING = (migrations.AddField, migrations.AddIndex, migrations.AddConstraint)
"""What disturbs nobody in a table that the same migration makes: no older program knows it."""

REASONED: dict[str, str] = {}
"""Operations that are not plainly additive, as `0012_name: RunSQL`, each with the reason why a program of
the last release is not disturbed by it."""


def added_since(first: str) -> Iterator[migrations.Migration]:
    """The migrations after the first release, in order."""
    loader = MigrationLoader(None)
    for (app, name), one in sorted(loader.disk_migrations.items()):
        if app == "records" and name > first:
            yield one


def is_additive(operation: Operation, beside: list[Operation]) -> bool:
    """Whether a program that knows nothing of it reads and writes as before, and waits for nothing."""
    new = {one.name_lower for one in beside if isinstance(one, migrations.CreateModel)}
    if isinstance(operation, FILLING) and str(operation.deconstruct()[2]["model_name"]) in new:
        return True
    if isinstance(operation, migrations.AddField):
        field = operation.field
        # Django's own `default` is gone from the table once the column is there: an INSERT of the older
        # program would then give no value.
        is_filled = field.db_default is not models.NOT_PROVIDED
        return bool(field.null or is_filled or field.many_to_many)
    if isinstance(operation, operations.AddConstraintNotValid):
        # A list of words that grew: the same constraint is taken away and put back wider, and rows that are
        # there are looked at in a migration of its own, which lets others write.
        gone = [named(one) for one in beside if isinstance(one, migrations.RemoveConstraint)]
        return named(operation) in gone
    return isinstance(operation, HARMLESS)


def named(operation: Operation) -> str:
    """The constraint that it adds or takes away."""
    arguments = operation.deconstruct()[2]
    return str(arguments.get("name") or arguments["constraint"].name)


def disturbing(one: migrations.Migration) -> list[str]:
    all_of_it = list(one.operations)
    return [
        f"{one.name}: {type(operation).__name__}"
        for operation in all_of_it
        if not is_additive(operation, all_of_it)
    ]


def test_the_rule_begins_with_the_first_release() -> None:
    releases = re.findall(r"^## \d\S* – (.+)$", CHANGELOG.read_text(), re.MULTILINE)
    is_out = releases != ["unreleased"]
    names = {name for app, name in MigrationLoader(None).disk_migrations if app == "records"}
    assert is_out is (FIRST_RELEASE in names), "Name the last migration of the first release here."


def test_a_migration_adds_and_takes_nothing_from_a_program_that_still_runs() -> None:
    since = added_since(FIRST_RELEASE) if FIRST_RELEASE else ()
    found = [fault for one in since for fault in disturbing(one)]
    assert not set(found) - REASONED.keys(), (
        "An engine of the last release runs beside these tables (docs/how-to/upgrade.md). A new column "
        "takes null=True or db_default=…; a table that has rows is indexed concurrently and its constraints are "
        "added not valid; what goes, goes one release after the code that used it."
    )


WIDER = models.CheckConstraint(condition=models.Q(number__gt=5), name="late")


def test_the_rule_sees_what_would_stop_an_older_program() -> None:
    class Tomorrow(migrations.Migration):
        operations = [
            migrations.AddField("alert", "mood", models.TextField(default="")),
            migrations.RemoveField("alert", "number"),
            migrations.RenameField("alert", "kind", "sort"),
            migrations.AddConstraint("alert", WIDER),
            operations.AddConstraintNotValid("alert", WIDER),
            migrations.AddIndex("alert", models.Index(fields=["number"], name="n")),
            migrations.RunSQL("drop table records_alert"),
        ]

    tomorrow = Tomorrow("0099_tomorrow", "records")
    faults = [fault.partition(": ")[2] for fault in disturbing(tomorrow)]
    assert faults == [type(one).__name__ for one in tomorrow.operations]


def test_the_rule_lets_pass_what_disturbs_nobody() -> None:
    class Tomorrow(migrations.Migration):
        operations = [
            migrations.AddField("alert", "colour", models.TextField(db_default="")),
            migrations.AddField("alert", "sound", models.TextField(null=True)),
            migrations.RemoveConstraint("alert", "late"),
            operations.AddConstraintNotValid("alert", WIDER),
            operations.ValidateConstraint("alert", "late"),
            operations.AddIndexConcurrently("alert", models.Index(fields=["number"], name="n")),
            migrations.CreateModel("Mood", [("id", models.UUIDField(primary_key=True))]),
            migrations.AddField("mood", "word", models.TextField()),
            migrations.AddConstraint("mood", WIDER),
        ]

    assert disturbing(Tomorrow("0099_tomorrow", "records")) == []
