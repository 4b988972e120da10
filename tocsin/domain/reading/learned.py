"""What learning may do to a judgement: raise, rank and re-order; never take away what the rules say."""

from dataclasses import dataclass, replace

from tocsin.domain.reading.judgement import Judgement
from tocsin.domain.reading.urgency import Urgency
from tocsin.domain.words import RESTRICTED_KINDS, Kind, Priority

# They contradict what others said, so learning alone neither makes nor unmakes one.
_DENIALS = frozenset({Kind.ALL_CLEAR, Kind.RETRACTION})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message is, and how soon somebody must act."""

    judged: Judgement
    urgency: Urgency


def never_below(rules: Verdict, moved: Verdict) -> Verdict:
    """Return the verdict that learning gave, but for what it may not take away.

    An alert stays an alert and a priority stays at least as grave; a kind that is shown to few stays so, and
    a denial is made by rules alone.
    """
    first = rules.judged.kind
    if first in RESTRICTED_KINDS or first in _DENIALS or moved.judged.kind in _DENIALS:
        return rules
    if rules.judged.is_alert and not moved.judged.is_alert:
        return rules
    judged = replace(
        moved.judged,
        kinds=_guarded(rules.judged.kinds, moved.judged.kinds),
        alert_score=max(rules.judged.alert_score, moved.judged.alert_score),
        flags=rules.judged.flags,
    )
    return Verdict(judged, _gravest(rules.urgency, moved.urgency))


def _gravest(rules: Urgency, moved: Urgency) -> Urgency:
    if rules.priority is None or moved.priority is None:
        return rules if moved.priority is None else moved
    return rules if _is_as_grave(rules.priority, moved.priority) else moved


def _is_as_grave(one: Priority, other: Priority) -> bool:
    return one is other or one.is_graver_than(other)


def _guarded(
    rules: tuple[tuple[Kind, float], ...], moved: tuple[tuple[Kind, float], ...]
) -> tuple[tuple[Kind, float], ...]:
    """Keep the share of the kinds that are shown to few: their share decides who sees the message."""
    total = sum(weight for _, weight in rules) or 1.0
    held = {kind: weight / total for kind, weight in rules if kind in RESTRICTED_KINDS}
    if not held:
        return moved
    others = [pair for pair in moved if pair[0] not in held][: 3 - len(held)]
    weight = sum(weight for _, weight in others)
    if weight <= 0 or sum(held.values()) >= 1:
        return rules
    shares = dict(moved)
    scale = weight / (1 - sum(held.values()))
    kept = [(kind, max(share * scale, shares.get(kind, 0.0))) for kind, share in held.items()]
    return (*others, *kept)
