"""What the vault knows about whoever wrote: a word of duress, a phone in other hands, an old number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from tocsin.actions.sheet import Sheet
from tocsin.domain.messages import Mark
from tocsin.domain.network_words import NumberState
from tocsin.domain.phones import canonical
from tocsin.domain.reading import Reading
from tocsin.domain.spoken_words import is_said
from tocsin.domain.words import Flag
from tocsin.records.models import FocalPoint, Message, WatchedNumber
from tocsin.records.questions import Gap, Question
from tocsin.records.sealed import hashes_of
from tocsin.records.updating import update_all

WATCHED = Question(
    lambda: WatchedNumber.objects.extra(
        where=["number_hash = any(%s)", "until > %s"], params=[Gap("hashes"), Gap("at")]
    )
)


@dataclass(frozen=True, slots=True)
class Guards:
    """What was noticed about a batch of messages. A mark drops nothing and lowers nothing."""

    marks: Mapping[UUID, tuple[Mark, ...]]
    forced: frozenset[UUID]  # messages that hold their sender's duress word
    heard: Sequence[WatchedNumber] = field(default_factory=list)

    @classmethod
    def of(cls, messages: Sequence[Message], *, at: datetime) -> "Guards":
        heard = _heard_again(messages, at=at)
        old = {bytes(row.number_hash) for row in heard}
        return cls(
            marks={one.pk: tuple(_marks(one, old)) for one in messages},
            forced=frozenset(one.pk for one in messages if _is_forced(one)),
            heard=heard,
        )

    def is_compromised(self, message: Message) -> bool:
        return Mark.COMPROMISED in self.marks[message.pk]

    def reading(self, message: Message, reading: Reading) -> Reading:
        """Return the reading, with the flag of duress where the agreed word stands in the text."""
        if message.pk not in self.forced or Flag.DURESS in reading.flags:
            return reading
        return replace(reading, flags=(*reading.flags, Flag.DURESS))

    def keep(self, sheet: Sheet, messages: Sequence[Message]) -> None:
        """Write the marks down. Of duress the log book says only that a message is guarded."""
        marked = [one for one in messages if self.marks[one.pk]]
        for message in marked:
            added = (mark.value for mark in self.marks[message.pk])
            message.flags = [*dict.fromkeys((*message.flags, *added))]
        update_all(marked, ["flags"])
        forced = [one.focal_point_id for one in messages if one.pk in self.forced]
        if forced:
            FocalPoint.objects.filter(pk__in=forced, duress_since=None).update(
                duress_since=sheet.at
            )
        for row in self.heard:
            if row.heard_at is None:
                row.heard_at = sheet.at
                sheet.note("number.heard_again", row)
        update_all(self.heard, ["heard_at"])


def _marks(message: Message, old: set[bytes]) -> Iterable[Mark]:
    person = message.focal_point
    if person is None:
        if not old.isdisjoint(_hashes(message)):
            yield Mark.OLD_NUMBER
    elif person.number_state == NumberState.COMPROMISED:
        if person.compromised_at is None or message.received_at >= person.compromised_at:
            yield Mark.COMPROMISED
    elif person.number_state == NumberState.NEW:
        yield Mark.NEW_SIM


def _is_forced(message: Message) -> bool:
    person = message.focal_point
    return person is not None and is_said(message.text, person.duress_word)


def _heard_again(messages: Sequence[Message], *, at: datetime) -> list[WatchedNumber]:
    strangers = [one for one in messages if one.focal_point_id is None and one.sender_hash]
    if not strangers:
        return []
    hashes = [found for one in strangers for found in _hashes(one)]
    return WATCHED.ask(hashes=hashes, at=at)


def _hashes(message: Message) -> list[bytes]:
    return hashes_of(canonical(message.sender).value) if message.sender else []
