"""What was said shortly before: to know a stutter from a witness and a copy from an origin."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from tocsin.domain.origins import bits_apart, is_copy, pieces_of
from tocsin.domain.triage import COPY_WINDOW
from tocsin.domain.triage_facts import Echo
from tocsin.domain.vault import keyed_hash
from tocsin.domain.words import Kind
from tocsin.records.models import Message
from tocsin.records.prepared import ask

REMEMBERED = 3_000
OF_ONE_SENDER, ALIKE, OWN = 20, 20, 3  # messages that are looked at whole, at most
LOOKS_EVERY = timedelta(seconds=1)  # for what other engines and people read meanwhile
LOOKS_BACK = timedelta(seconds=10)
STARTS_ANEW = timedelta(seconds=30)

SAID = ("is_drill", "pk", "sender_hash", "reading__fingerprint", "focal_point__community_id")
WHOLE = """
select m.id, m.sender_hash, m.received_at, r.text_key, r.fingerprint, r.kind, r.places::text,
       coalesce(made.is_p1 and not made.is_over, false), coalesce(made.is_over, false),
       coalesce(p.community_id::text, '')
from records_message m join records_reading r on r.message_id = m.id
left join records_focalpoint p on p.id = m.focal_point_id
left join lateral (
    select a.priority = 'P1' as is_p1, a.life = 'dismissed' or exists (
        select 1 from records_incidentalert l join records_incident i on i.id = l.incident_id
        where l.alert_id = a.id and l.unlinked_at is null and not l.is_suggestion
          and i.life = 'closed') as is_over
    from records_alertmessage am join records_alert a on a.id = am.alert_id
    where am.message_id = m.id
) as made on true
where m.id = any(%s::uuid[])
"""

# Is a drill, message, sender, fingerprint, community.
Said = tuple[bool, UUID, bytes | memoryview | None, int, UUID | None]
Asked = tuple[bool, str, int, str]  # is a drill, sender, fingerprint, community


def text_key(text: str) -> bytes:
    """Return what two messages in the same words share; empty for a call without words."""
    folded = " ".join(text.casefold().split())
    return keyed_hash(settings.KEY_RING, f"words:{folded}") if folded else b""


@dataclass(slots=True)
class Echoes:
    """The messages of the last hours, found by sender and by likeness of words.

    Of each message only its sender and its fingerprint are kept: almost none of thousands
    matters to the few that are judged now, and the rest of it is fetched for those alone.
    """

    _rows: list[UUID] = field(default_factory=list)
    _known: set[UUID] = field(default_factory=set)
    _by_print: dict[int, list[int]] = field(default_factory=dict)
    # Copies share a piece of their fingerprints. Each wording stands once here, however many say it.
    _by_piece: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_sender: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    # However many others say it: whether a village's own cry has paged, its own words tell.
    _by_home: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def keep(self, message: UUID, sender: str, marks: int, home: str) -> None:
        if message in self._known:
            return
        place = len(self._rows)
        if marks and marks not in self._by_print:
            for piece in pieces_of(marks):
                self._by_piece[piece].append(marks)
        if marks:
            self._by_print.setdefault(marks, []).append(place)
            self._by_home.setdefault((home, marks), []).append(place)
        self._rows.append(message)
        self._known.add(message)
        if sender:
            self._by_sender[sender].append(place)

    def near(self, sender: str, marks: int, home: str) -> list[UUID]:
        """Return the messages of this sender, and those in nearly these words, its village's own among them."""
        found = set(self._by_sender.get(sender, [])[-OF_ONE_SENDER:])
        if marks:
            found |= self._alike(marks, home)
        return [self._rows[place] for place in sorted(found)]

    def _alike(self, marks: int, home: str) -> set[int]:
        """Return the first who said it and the nearest in words; a storm has thousands of them."""
        near = {other for piece in pieces_of(marks) for other in self._by_piece.get(piece, ())}
        alike = [(bits_apart(other, marks), other) for other in near if is_copy(other, marks)]
        copies = sorted((bits, p) for bits, other in alike for p in self._by_print[other][:ALIKE])
        if not copies:
            return set()
        # The newest of one's own: what the older ones opened may be over.
        own = sorted(
            (bits, -place)
            for bits, other in alike
            for place in self._by_home.get((home, other), ())[-OWN:]
        )
        first = min(place for _, place in copies)
        return {first, *(p for _, p in copies[:ALIKE]), *(-p for _, p in own[:ALIKE])}

    def __len__(self) -> int:
        return len(self._rows)


class Memory:
    """What one engine has heard lately, real and exercise apart: neither echoes the other.

    It is a help and no record: whatever is missing in it is at worst counted as new, and the
    origins behind an incident are counted from the rows.
    """

    def __init__(self) -> None:
        self._echoes = {False: Echoes(), True: Echoes()}
        self._looked_at: datetime | None = None
        self._began_at: datetime | None = None

    def look(self, *, at: datetime) -> None:
        """Take in what others read since the last look; begin anew now and then."""
        if self._began_at is None or not timedelta(0) <= at - self._began_at < STARTS_ANEW:
            self._echoes = {False: Echoes(), True: Echoes()}
            self._looked_at = self._began_at = at
            self._take(_said(since=at - COPY_WINDOW))
        elif self._looked_at is None or at - self._looked_at >= LOOKS_EVERY:
            since, self._looked_at = (self._looked_at or at) - LOOKS_BACK, at
            self._take(_said(since=since))

    def keep(self, echo: Echo, *, is_drill: bool) -> None:
        """Remember a message whose judgement is on disk now."""
        self._echoes[is_drill].keep(UUID(echo.message), echo.sender, echo.fingerprint, echo.home)

    def recent(self, asked: Iterable[Asked]) -> "Recent":
        """Return what may matter to these messages."""
        near = {one: self._echoes[one[0]].near(*one[1:]) for one in asked}
        wanted = {message for messages in near.values() for message in messages}
        whole = _fetch(wanted) if wanted else {}
        return Recent(
            {one: [whole[m] for m in messages if m in whole] for one, messages in near.items()}
        )

    def _take(self, rows: Iterable[Said]) -> None:
        for is_drill, message, sender, marks, home in rows:
            self._echoes[is_drill].keep(message, sender_of(sender), marks, str(home or ""))


@dataclass(slots=True)
class Recent:
    """The echoes of a batch: what was there before it, and what it adds itself."""

    _before: dict[Asked, list[Echo]]
    _added: dict[bool, list[Echo]] = field(default_factory=lambda: {False: [], True: []})

    def like(self, asked: Asked) -> Sequence[Echo]:
        is_drill, sender, marks, _ = asked
        return [
            echo
            for echo in (*self._before[asked], *self._added[is_drill])
            if echo.sender == sender or (marks and is_copy(echo.fingerprint, marks))
        ]

    def add(self, echo: Echo, *, is_drill: bool) -> None:
        self._added[is_drill].append(echo)

    def pass_on(self, memory: Memory) -> None:
        """Let the engine remember this batch, once it is on disk."""
        for is_drill, echoes in self._added.items():
            for echo in echoes:
                memory.keep(echo, is_drill=is_drill)


def sender_of(sender_hash: bytes | memoryview | None) -> str:
    """Return a sender as decisions know it: a hash in hexadecimal, empty for nobody."""
    return bytes(sender_hash).hex() if sender_hash else ""


def _said(*, since: datetime) -> Sequence[Said]:
    rows = (
        Message.objects.filter(received_at__gt=since, reading__isnull=False)
        .order_by("-received_at")
        .values_list(*SAID)[:REMEMBERED]
    )
    return list(rows)[::-1]


def _fetch(wanted: Iterable[UUID]) -> dict[UUID, Echo]:
    return {
        pk: Echo(
            message=str(pk),
            sender=sender_of(sender),
            received_at=received_at,
            text_key=key.hex(),
            fingerprint=marks,
            kind=Kind(kind),
            places=frozenset(json.loads(places)),
            has_paged=has_paged,
            is_over=is_over,
            home=home,
        )
        for pk, sender, received_at, key, marks, kind, places, has_paged, is_over, home in ask(
            WHOLE, [list(wanted)]
        )
    }
