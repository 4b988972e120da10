"""What triage takes from a reading and its message: plain values for the decision."""

from tocsin.actions.alerting import accepted_places, where_of
from tocsin.domain.reading import Reading as Understanding
from tocsin.domain.reading.here import speaks_of_here
from tocsin.domain.triage_facts import Understood
from tocsin.domain.words import Kind, MessageKind
from tocsin.records.models import Message

WORDS_OF_A_CRY = 3  # "SOS", "au secours", "msaada haraka sana"
LIKELY = 0.2  # a less likely kind from this score on must still be guarded


def understood_of(reading: Understanding, message: Message) -> Understood:
    """Return what the decision needs to know of a message that was read."""
    words = sum(character.isalnum() for character in message.text)
    is_call = message.kind == MessageKind.MISSED_CALL
    return Understood(
        kind=Kind.ADMINISTRATION if is_call else reading.kind,
        is_alert=reading.is_alert and not is_call,
        priority=reading.priority,
        flags=frozenset(reading.flags),
        other_kinds=frozenset(k.code for k in reading.kinds[1:] if k.score >= LIKELY),
        places=accepted_places(reading),
        is_of_home=where_of(reading) is None or speaks_of_here(message.text),
        is_readable=is_call or (words >= 2 and not _only_cries(reading, message)),
    )


def home_key(message: Message) -> str:
    """Return the community that a message comes from, as decisions know it; empty when nobody knows."""
    return str(message.focal_point.community_id) if message.focal_point else ""


def is_there(message: Message, reading: Understanding) -> bool | None:
    """Say whether the sender speaks of their own place; None for a sender we do not know."""
    if message.focal_point is None:
        return None
    named = [place for place in reading.places if place.accepted and place.name]
    home = message.focal_point.community.name
    return not named or any(place.name == home for place in named)


def _only_cries(reading: Understanding, message: Message) -> bool:
    """Say whether the screen at the door heard a cry in what the reader takes for talk: "SOS".

    The two disagree, so a person must call, and a ladder is answerable for it.
    """
    # What was learned may name a kind, but never silence a cry that the rules could not place.
    kinds = {reading.kind, reading.rules.kind if reading.rules else reading.kind}
    is_bare = len(message.text.split()) <= WORDS_OF_A_CRY and not reading.is_alert
    return message.is_urgent and (is_bare or bool(kinds & {Kind.CHAT, Kind.IRRELEVANT}))
