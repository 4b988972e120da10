"""What the machine makes of unread messages, before anything of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.actions.echoes import Asked, Recent, sender_of, text_key
from tocsin.actions.understood import home_key, is_there, understood_of
from tocsin.domain.origins import fingerprint
from tocsin.domain.reading import Reading as Understanding
from tocsin.domain.triage import Assessment, assess
from tocsin.domain.triage_facts import Echo, Source
from tocsin.domain.words import MessageKind, MessageState
from tocsin.records.models import Message
from tocsin.records.questions import Gap, Question

UNREAD = Question(
    lambda: (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=MessageState.RECEIVED)
        .extra(where=["records_message.id = any(%s::uuid[])"], params=[Gap("wanted")])
        .select_related("focal_point__community__base")
        .order_by("-is_urgent", "received_at")
    )
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An unread message with what the machine read, and what it is known again by."""

    message: Message
    reading: Understanding
    sender: str
    marks: int
    key: bytes

    @property
    def asked(self) -> Asked:
        return self.message.is_drill, self.sender, self.marks, home_key(self.message)


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with what the machine makes of it, before anything is written."""

    message: Message
    reading: Understanding
    fingerprint: int
    key: bytes
    assessment: Assessment


def heard_of(readings: Mapping[UUID, Understanding]) -> list[Heard]:
    """Lock what is still unread, urgent first."""
    messages = UNREAD.ask(wanted=list(readings))
    return [
        Heard(
            message=message,
            reading=readings[message.pk],
            sender=sender_of(message.sender_hash) or str(message.pk),
            marks=fingerprint(message.text),
            key=text_key(message.text),
        )
        for message in messages
    ]


def judge(one: Heard, recent: Recent, *, at: datetime, is_compromised: bool) -> Judged:
    message, is_drill = one.message, one.message.is_drill
    understood = understood_of(one.reading, message)
    source = Source(
        sender=one.sender,
        channel=MessageKind(message.kind),
        text_key=one.key.hex(),
        home=home_key(message),
        fingerprint=one.marks,
        is_known=message.focal_point is not None,
        is_there=is_there(message, one.reading),
        is_compromised=is_compromised,
    )
    before = recent.like(one.asked)
    assessment = assess(understood, source=source, recent=before, now=at)
    echo = Echo(
        message=str(message.pk),
        sender=source.sender,
        received_at=message.received_at,
        text_key=source.text_key,
        fingerprint=one.marks,
        kind=understood.kind,
        places=understood.places,
        home=source.home,
        has_paged=assessment.pages_at_once,
    )
    recent.add(echo, is_drill=is_drill)
    return Judged(message, one.reading, one.marks, one.key, assessment)
