"""What to ask the caller: the parts of a warning that the message does not say."""

from collections.abc import Sequence

from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.judgement import Judgement
from tocsin.domain.reading.result import ActorMention, PlaceMention, PlaceRole, Range
from tocsin.domain.reading.times import When
from tocsin.domain.words import Kind

# In the order of the call-back script (domain.md §8.6).
WHERE, WHEN, HOW_MANY, WHO, DIRECTION = "where", "when", "how_many", "who", "direction"
# What a number of a code sheet stands for that the mission has not told us.
CODE = "code"
_NO_ACTOR = frozenset(
    {
        Kind.HAZARD,
        Kind.NEED,
        Kind.ROAD,
        Kind.RETURN,
        Kind.POSITIVE,
        Kind.WITHDRAWAL,
        Kind.SEXUAL_VIOLENCE,
    }
)
_NO_NUMBER = frozenset(
    {Kind.ROAD, Kind.TENSION, Kind.WITHDRAWAL, Kind.POSITIVE, Kind.SEXUAL_VIOLENCE, Kind.THREAT}
)
_MOVING = frozenset({Kind.MOVEMENT, Kind.ATTACK, Kind.DISPLACEMENT, Kind.ABDUCTION})


def find_missing(
    judged: Judgement,
    places: Sequence[PlaceMention],
    counts: dict[str, Range],
    actors: Sequence[ActorMention],
    when: When,
    hits: Sequence[Hit],
    direction: str | None,
) -> tuple[str, ...]:
    """Return the codes of what to ask, in the order of the script; nothing for what is no warning."""
    if not judged.is_alert:
        return ()
    kind = judged.kind
    missing = []
    if not any(place.accepted for place in places):
        missing.append(WHERE)
    if when.span is None and not any(hit.tense == "now" for hit in hits):
        missing.append(WHEN)
    if not counts and kind not in _NO_NUMBER:
        missing.append(HOW_MANY)
    if kind not in _NO_ACTOR and all(actor.code == "UNK" or actor.negated for actor in actors):
        missing.append(WHO)
    if kind in _MOVING and not direction and all(p.role is not PlaceRole.TO for p in places):
        missing.append(DIRECTION)
    return tuple(missing)
