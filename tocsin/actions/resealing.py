"""Seal everything again with a new key, in batches, while the line runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.functional import cached_property

from tocsin.actions.echoes import text_key
from tocsin.actions.journal import ENGINE, Actor, note
from tocsin.domain.phones import canonical
from tocsin.domain.vault import keyed_hash, open_sealed, seal
from tocsin.records.models import Engine, JournalEntry, Reading, Rotation
from tocsin.records.sealed import KeyedHash, SealedText
from tocsin.records.updating import update_all

COPIED = "vault.keys_copied"
AT_ONCE = 200  # rows: some twenty milliseconds, so that nobody waits long for a row


@dataclass(frozen=True)
class Table:
    """A table with sealed columns, and the hashes that are made anew together with them."""

    model: type[models.Model]
    columns: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...]  # the column, and the sealed column that it is of

    @property
    def name(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's own door to its tables

    @cached_property
    def key(self) -> tuple[str, str]:
        """The column that orders a pass, and its type."""
        field: Any = self.model._meta.pk  # noqa: SLF001 - Django's own door to its columns
        return str(field.column), str(field.rel_db_type(connection))

    def is_stale(self) -> str:
        """The condition of a row of which a column is sealed by another key."""
        return " or ".join(f'get_byte("{c}", 1) <> %(key)s' for c in self.columns)


def sealed_tables() -> Sequence[Table]:
    """Return every table that holds something sealed, in the order of their names."""
    found = [_table(model) for model in apps.get_app_config("records").get_models()]
    return sorted((table for table in found if table.columns), key=lambda table: table.name)


@transaction.atomic
def begin_rotation(to_key: int, *, by: Actor, at: datetime) -> Rotation:
    """Owe it that everything is sealed again; one at a time."""
    running = Rotation.objects.filter(done_at=None).first()
    if running is not None:
        return running
    rotation = Rotation.objects.create(to_key=to_key, started_at=at)
    note("vault.rotation_began", rotation, by=by, at=at, to_key=to_key)
    return rotation


@transaction.atomic
def reseal_batch(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Seal up to `limit` rows again; return how many, 0 when nothing is left or nothing is owed.

    A row that somebody holds is passed over and found by the next pass. The place is kept in the
    same transaction, so a kill costs one batch and no row is sealed by halves.
    """
    rotation = (
        Rotation.objects.select_for_update(skip_locked=True)
        .filter(done_at=None, to_key=settings.KEY_RING.now.current)
        .first()
    )
    if rotation is None:
        return 0
    tables = sealed_tables()
    names = [table.name for table in tables]
    first = names.index(rotation.table) if rotation.table in names else 0
    for table in tables[first:]:
        place = rotation.place if table.name == rotation.table else ""
        rows = _stale_rows(table, place, key=rotation.to_key, limit=limit)
        if rows:
            _seal_again(table, rows)
            rotation.table, rotation.place = table.name, str(rows[-1][0])
            rotation.n_sealed += len(rows)
            rotation.save()
            return len(rows)
    _end_pass(rotation, tables, at=at)
    return 0


def knows_key(engine: int) -> None:
    """Write down the newest key that this engine has read: a rotation waits for all of them."""
    newest = max(settings.KEY_RING.now.keys)
    Engine.objects.filter(pk=engine).exclude(knows_key=newest).update(knows_key=newest)


@transaction.atomic
def note_keys_copied(number: int, *, at: datetime) -> None:
    """Record that a copy of the keys, up to this one, was carried away: the doctor asks for it."""
    note(COPIED, Rotation(to_key=number), by=Actor("command"), at=at, key=number)


def is_copied(number: int) -> bool:
    """Say whether a copy was ever made that holds this key."""
    return JournalEntry.objects.filter(verb=COPIED, facts__key=number).exists()


def in_use() -> dict[int, int]:
    """Return how many rows each key has sealed. Reads every sealed column: for people, not jobs."""
    counts: dict[int, int] = {}
    with connection.cursor() as cursor:
        for table in sealed_tables():
            keys = ", ".join(f'get_byte("{column}", 1)' for column in table.columns)
            cursor.execute(
                f'select key, count(*) from (select distinct "{table.key[0]}",'  # noqa: S608 - our own names
                f' unnest(array[{keys}]) as key from "{table.name}") as used'
                " where key is not null group by key"
            )
            for key, count in cursor.fetchall():
                counts[key] = counts.get(key, 0) + count
    return counts


def _table(model: type[models.Model]) -> Table:
    fields = list(model._meta.concrete_fields)  # noqa: SLF001 - as above
    return Table(
        model=model,
        columns=tuple(str(f.column) for f in fields if isinstance(f, SealedText)),
        hashes=tuple((str(f.column), f.of) for f in fields if isinstance(f, KeyedHash)),
    )


def _stale_rows(table: Table, place: str, *, key: int, limit: int) -> list[tuple[Any, ...]]:
    name, kind = table.key
    hashes = [column for column, _ in table.hashes]
    columns = ", ".join(f'"{c}"' for c in (name, *table.columns, *hashes))
    after = f'and "{name}" > %(place)s::{kind}' if place else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'select {columns} from "{table.name}" where ({table.is_stale()}) {after}'  # noqa: S608 - our own names
            f' order by "{name}" limit %(limit)s for no key update skip locked',
            {"key": key, "place": place, "limit": limit},
        )
        return list(cursor.fetchall())


def _seal_again(table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    names = [*table.columns, *(column for column, _ in table.hashes)]
    assigned = ", ".join(f'"{name}" = %s' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'update "{table.name}" set {assigned} where "{table.key[0]}" = %s',  # noqa: S608 - our own names
            [(*_again(table, row[1:]), row[0]) for row in rows],
        )
    if table.model is Reading:
        _words_again([row[0] for row in rows])


def _again(table: Table, values: Sequence[Any]) -> Iterator[bytes | None]:
    """Yield the columns of one row as the new key seals them, then their hashes."""
    ring, n = settings.KEY_RING, len(table.columns)
    texts = {
        column: None if value is None else open_sealed(ring, bytes(value))
        for column, value in zip(table.columns, values[:n], strict=True)
    }
    for text in texts.values():
        yield None if text is None else seal(ring, text)
    for (_, of), before in zip(table.hashes, values[n:], strict=True):
        number = canonical(texts[of] or "").value
        # Without a number a hash is nobody's, or its holder's: `_hashes_of_holders`.
        yield keyed_hash(ring, number) if number else before


def _words_again(keys: Sequence[UUID]) -> None:
    readings = list(Reading.objects.filter(pk__in=keys).select_related("message").only("message"))
    for reading in readings:
        reading.text_key = text_key(reading.message.text)
    update_all(readings, ["text_key"])


def _hashes_of_holders() -> None:
    """What an operator wrote down for a focal point carries that person's hash, and no number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update records_message m set sender_hash = f.number_hash from records_focalpoint f"
            " where m.focal_point_id = f.id and m.sender_hash <> f.number_hash"
            " and octet_length(m.sender) = %s",
            [len(seal(settings.KEY_RING, ""))],
        )


def _end_pass(rotation: Rotation, tables: Sequence[Table], *, at: datetime) -> None:
    rotation.table, rotation.place = "", ""
    rotation.n_passes += 1
    _hashes_of_holders()
    if not any(_stale_rows(table, "", key=rotation.to_key, limit=1) for table in tables):
        rotation.done_at = at
        note(
            "vault.rotated",
            rotation,
            by=ENGINE,
            at=at,
            to_key=rotation.to_key,
            rows=rotation.n_sealed,
        )
    rotation.save()
