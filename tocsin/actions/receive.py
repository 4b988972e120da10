"""Commit what arrived, many messages in one statement, before anybody is answered.

The one place that writes without the ORM: a test runs its statement against the migrated schema.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from tocsin.domain.ids import new_id
from tocsin.domain.messages import Inbound
from tocsin.domain.phones import canonical
from tocsin.domain.reading import looks_like_p1
from tocsin.domain.vault import Ring, keyed_hashes, seal
from tocsin.domain.words import MessageKind, MessageState

LONGEST_NAME = 400
# One parameter for all rows: psycopg needs half a millisecond for each row of seventeen arrays.
STORE = """
with arrived as (
    select * from json_to_recordset(%(rows)s::json) as a(
        id uuid, gateway_id uuid, external_id text, kind text, sender bytea, sender_hash bytea,
        recipient text, text bytea, sent_at timestamptz, received_at timestamptz, flags jsonb,
        is_drill bool, state text, is_urgent bool,
        part_reference text, part_number int, part_total int)
), known as (
    -- While the vault's key changes a number may be found by either key's hash.
    select k.id, coalesce(f.id, s.focal_point_id) as focal_point, r.id as responder
    from json_to_recordset(%(known)s::json) as k(id uuid, hash bytea)
    left join records_focalpoint f on f.number_hash = k.hash
    left join records_responder r on r.number_hash = k.hash
    left join records_radiostation s on s.address_hash = k.hash and s.ended_at is null
    where f.id is not null or r.id is not null or s.focal_point_id is not null
)
insert into records_message (
    id, gateway_id, external_id, kind, sender, sender_hash, recipient, text, sent_at, received_at,
    flags, is_drill, state, is_urgent, part_reference, part_number, part_total,
    engine, tries, parked, focal_point_id, responder_id
)
select a.*, %(engine)s, 0, '',
    (select k.focal_point from known k where k.id = a.id and k.focal_point is not null limit 1),
    (select k.responder from known k where k.id = a.id and k.responder is not null limit 1)
from arrived a
on conflict do nothing
returning id, focal_point_id, responder_id
"""

FIND = """
select m.id, a.id, m.focal_point_id, m.responder_id
from unnest(%s::uuid[], %s::uuid[], %s::text[]) as a(id, gateway_id, external_id)
join records_message m
  on m.id = a.id or (m.gateway_id = a.gateway_id and m.external_id = a.external_id)
"""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message on its way to its row. The id is made here, so that storing twice is harmless."""

    gateway: UUID
    inbound: Inbound
    received_at: datetime
    is_drill: bool
    is_urgent: bool
    state: MessageState
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a message is now. `is_new` is False when its gateway had delivered it before."""

    id: UUID
    is_new: bool
    focal_point: UUID | None
    responder: UUID | None


def arrived(inbound: Inbound, *, gateway: UUID, at: datetime, is_drill: bool) -> Arrived:
    """Return the message as it will be stored, with the cheap screen's guess of its urgency."""
    return Arrived(
        gateway=gateway,
        inbound=inbound,
        received_at=at,
        is_drill=is_drill,
        is_urgent=inbound.kind is MessageKind.MISSED_CALL or looks_like_p1(inbound.text),
        state=MessageState.HELD_PART if inbound.part else MessageState.RECEIVED,
    )


async def store_messages(
    connection: AsyncConnection[TupleRow],
    batch: Sequence[Arrived],
    *,
    ring: Ring,
    engine: int | None,
) -> list[Stored]:
    """Commit the batch and return where each message is, in the same order.

    When this returns, every message of the batch is on disk. `connection` is in autocommit, so the
    statement is the transaction; repeating it after a lost answer changes nothing more (R1, R7).
    """
    hashes = {one.id: _hashes(one, ring) for one in batch}
    heard = [{"id": pk.hex, "hash": _bytea(one)} for pk, found in hashes.items() for one in found]
    given = {
        "rows": json.dumps([_row(one, ring, hashes[one.id]) for one in batch]),
        "known": json.dumps(heard),
        "engine": engine,
    }
    cursor = await connection.execute(STORE, given, prepare=True)
    new = {row[0]: Stored(row[0], True, row[1], row[2]) for row in await cursor.fetchall()}
    missing = [one for one in batch if one.id not in new]
    known = await _find(connection, missing) if missing else {}
    return [new.get(one.id) or known[one.id] for one in batch]


async def _find(
    connection: AsyncConnection[TupleRow], batch: Sequence[Arrived]
) -> dict[UUID, Stored]:
    cursor = await connection.execute(
        FIND,
        [
            [one.id for one in batch],
            [one.gateway for one in batch],
            [_name(one.inbound.external_id) for one in batch],
        ],
    )
    return {
        # Our own id: an earlier try of this very batch had been committed, its answer was lost.
        asked: Stored(found, found == asked, focal_point, responder)
        for found, asked, focal_point, responder in await cursor.fetchall()
    }


def _hashes(one: Arrived, ring: Ring) -> list[bytes]:
    number = canonical(one.inbound.sender).value if one.inbound.sender else ""
    return keyed_hashes(ring, number) if number else []


def _row(one: Arrived, ring: Ring, hashes: Sequence[bytes]) -> dict[str, Any]:
    inbound = one.inbound
    part = inbound.part
    return {
        "id": one.id.hex,
        "gateway_id": one.gateway.hex,
        "external_id": _name(inbound.external_id),
        "kind": inbound.kind.value,
        "sender": _bytea(seal(ring, inbound.sender)),
        "sender_hash": _bytea(hashes[0]) if hashes else None,
        "recipient": _plain(inbound.recipient) or "",
        "text": _bytea(seal(ring, inbound.text)),
        "sent_at": inbound.sent_at.isoformat() if inbound.sent_at else None,
        "received_at": one.received_at.isoformat(),
        "flags": inbound.flags,
        "is_drill": one.is_drill,
        "state": one.state.value,
        "is_urgent": one.is_urgent,
        "part_reference": f"{part.ref}/{part.width}" if part else "",
        "part_number": part.seq if part else None,
        "part_total": part.total if part else None,
    }


def _bytea(value: bytes) -> str:
    return "\\x" + value.hex()


def _name(external_id: str | None) -> str | None:
    # An index holds no more than some thousand bytes, and what it refuses looks like a lost database.
    plain = _plain(external_id)
    if plain is None or len(plain) <= LONGEST_NAME:
        return plain
    return f"{plain[:100]}/{sha256(plain.encode()).hexdigest()}"


def _plain(value: str | None) -> str | None:
    # PostgreSQL's text cannot hold a NUL; the sealed columns can.
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if value else value
