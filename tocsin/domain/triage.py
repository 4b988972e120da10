"""What a message deserves: its priority, how its source knows, and who must look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.origins import is_copy
from tocsin.domain.triage_facts import Echo, Source, Understood
from tocsin.domain.words import (
    NOT_WARNINGS,
    RESTRICTED_KINDS,
    Access,
    Flag,
    Kind,
    MessageKind,
    Priority,
)

# The same sender with the same words within this time is the network stuttering, not a second
# witness (alerting.md §5.2).
STUTTER = timedelta(minutes=10)
# Words that others sent before are a copy for this long.
COPY_WINDOW = timedelta(hours=6)
STORM = 9  # copies before this one, from then on

_AT_ONCE = frozenset({
    Kind.ATTACK, Kind.KILLING, Kind.ABDUCTION, Kind.AMBUSH, Kind.CLASH, Kind.SHOTS, Kind.MOVEMENT,
    Kind.THREAT, Kind.ARSON, Kind.SEXUAL_VIOLENCE, Kind.MOB, Kind.EXPLOSIVE,
})  # fmt: skip
# "There is no attack", "it was not true": they contradict what others said (alerting.md §5.3).
_SPEAKS_OF_ANOTHER = frozenset({Kind.ALL_CLEAR, Kind.RETRACTION})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage proposes; a person may confirm or lower it afterwards, with a reason.

    `pages_at_once` starts an escalation before any person or correlation (design.md §3).
    `repeats` is the message that this one is a transport duplicate of, `copies` one by another
    sender in the same words; both None otherwise. `told_in` are messages that told the very same:
    what theirs opened is its own. `perhaps_in` are those of which nobody can say whether they did.
    `reasons` are codes.
    """

    kind: Kind
    priority: Priority
    opens_alert: bool
    pages_at_once: bool
    access: Access
    is_restricted: bool
    needs_call_back: bool
    repeats: str | None
    copies: str | None
    reasons: tuple[str, ...]
    told_in: tuple[str, ...] = ()
    perhaps_in: tuple[str, ...] = ()

    @property
    def is_rumour_copy(self) -> bool:
        return self.copies is not None


def assess(
    reading: Understood, *, source: Source, recent: Sequence[Echo], now: datetime
) -> Assessment:
    """Return what this message deserves, never less urgent than its reading says.

    "Not an alert" only ranks lower: nothing is dropped, and a P1 pages whatever else is doubted.
    Only what is already paging in the very same words does not page again.
    """
    repeats = _stutter(source, recent, now)
    alike = [] if repeats else _copied(source, recent, now)
    restricted = _restricted(reading)
    # What few may know is no copy of what everybody reads, nor answered for by it: a word of duress in words that are known.
    same = [] if restricted else [one for one in alike if _tells_the_same(one, reading, source)]
    paging = next((echo for echo in same if echo.has_paged), None)
    copied = paging or _first(alike)
    priority, why = _priority(reading, source)
    access, how = access_of(reading, source)
    call, calls = _call_back(reading, source)
    # Who must be called, and may not be, is left to a ladder: they may be in danger all the same.
    is_left = not call and _wants_a_call(reading, source)
    is_vague = is_left and reading.kind in NOT_WARNINGS
    notes = {
        "triage.repeats_within_ten_minutes": repeats is not None,
        "triage.same_words_from_another": copied is not None,
        "triage.already_paged_in_these_words": paging is not None,
        "triage.source_compromised": source.is_compromised,
        "triage.not_an_alert": not reading.is_alert,
        "triage.retracts": Flag.RETRACTS in reading.flags,
        "triage.happened_days_ago": Flag.PAST in reading.flags,
        **dict.fromkeys((*why, *how, *restricted, *calls), True),
    }
    pages = priority is Priority.P1 and repeats is None and paging is None
    return Assessment(
        kind=Kind.WARNING_SIGN if is_vague else reading.kind,
        priority=priority,
        opens_alert=repeats is None and (is_left or _opens(reading, priority)),
        pages_at_once=pages,
        access=access,
        is_restricted=bool(restricted),
        needs_call_back=call,
        repeats=repeats,
        copies=copied.message if copied else None,
        reasons=tuple(code for code, applies in notes.items() if applies),
        told_in=() if pages else tuple(echo.message for echo in same),
        perhaps_in=()
        if restricted
        else tuple(echo.message for echo in _perhaps(alike, reading, source, priority)),
    )


def _stutter(source: Source, recent: Sequence[Echo], now: datetime) -> str | None:
    # Beeps have no words; each of them counts, and the call-back queue counts them.
    if not source.text_key:
        return None
    for echo in recent:
        is_same = echo.sender == source.sender and echo.text_key == source.text_key
        if is_same and not echo.is_over and abs(now - echo.received_at) <= STUTTER:
            return echo.message
    return None


def _copied(source: Source, recent: Sequence[Echo], now: datetime) -> list[Echo]:
    return [
        echo
        for echo in recent
        if echo.sender != source.sender
        and now - echo.received_at <= COPY_WINDOW
        and is_copy(echo.fingerprint, source.fingerprint)
    ]


def _first(alike: Sequence[Echo]) -> Echo | None:
    paged = (echo for echo in alike if echo.has_paged)
    return next(paged, alike[0] if alike else None)


def _tells_the_same(echo: Echo, reading: Understood, source: Source) -> bool:
    """Whether the earlier words tell of this event, so that what answers for them answers for it.

    Two villages may fill in the same form, and a name may mean another place in each: only the very
    same words, or the same kind, of the same places. "They attack us here" is of as many places as
    there are villages that say it, and who is not known may be anywhere.
    """
    is_elsewhere = reading.is_of_home and not (source.home and echo.home == source.home)
    if echo.is_over or is_elsewhere or echo.places != reading.places:
        return False
    return _same_words(echo, source) or (bool(reading.places) and echo.kind is reading.kind)


def _perhaps(
    alike: Sequence[Echo], reading: Understood, source: Source, priority: Priority
) -> list[Echo]:
    """Return what is of nowhere like this: from numbers nobody knows, in words that name no place that is sure.

    One villager with two phones, a rumour, or two villages. Those who would be paged are the same
    people: one incident holds both, and they are told of each. A P1 in words of its own stands
    alone, until it is a storm.
    """
    if source.home or reading.places or not reading.is_of_home:
        return []
    found = [
        echo
        for echo in alike
        if echo.kind is reading.kind and not (echo.home or echo.places or echo.is_over)
    ]
    if priority is Priority.P1 and len(found) < STORM:
        return [echo for echo in found if _same_words(echo, source)]
    return found


def _same_words(echo: Echo, source: Source) -> bool:
    return bool(source.text_key) and echo.text_key == source.text_key


def _priority(reading: Understood, source: Source) -> tuple[Priority, tuple[str, ...]]:
    floors = [_said(reading)]
    if source.channel is MessageKind.MISSED_CALL:
        floors.append((Priority.P2, "triage.missed_call"))
    if not reading.is_readable:
        floors.append((Priority.P2, "triage.unreadable"))
    if Flag.DURESS in reading.flags:
        floors.append((Priority.P1, "triage.duress"))
    gravest = min(priority for priority, _ in floors)
    return gravest, tuple(why for priority, why in floors if priority is gravest)


def _said(reading: Understood) -> tuple[Priority, str]:
    if reading.priority is not None:
        return reading.priority, f"triage.{reading.priority.value.lower()}_by_reading"
    if not reading.is_alert:
        return Priority.P4, "triage.p4_by_default"
    if reading.kind in _AT_ONCE:
        return Priority.P2, "triage.p2_by_kind"
    return Priority.P3, "triage.p3_by_kind"


def access_of(reading: Understood, source: Source) -> tuple[Access, tuple[str, ...]]:
    """Return how the source knows it, with the reasons as codes."""
    flags = reading.flags
    denies = _denies(reading)
    # First-hand is assumed, being an eye-witness is not: that is asked (domain.md §8.6).
    is_own = source.is_known and bool(source.is_there) and reading.is_alert
    ways = (
        (source.is_compromised, Access.UNKNOWN, "triage.nothing_believed"),
        (denies, Access.DENIES, "triage.denies"),
        (Flag.QUOTED in flags, Access.FORWARDED, "triage.forwards"),
        (Flag.HEARSAY in flags, Access.TOLD, "triage.was_told"),
        (reading.kind in (Kind.SHOTS, Kind.EXPLOSIVE), Access.HEARD, "triage.heard_it"),
        (is_own, Access.HEARD, "triage.speaks_of_own_place"),
    )
    for applies, access, reason in ways:
        if applies:
            return access, (reason,)
    return Access.UNKNOWN, ()


def _denies(reading: Understood) -> bool:
    takes_back = reading.kind in _SPEAKS_OF_ANOTHER and Flag.RETRACTS in reading.flags
    is_about = reading.kind in _SPEAKS_OF_ANOTHER or reading.kind not in NOT_WARNINGS
    return takes_back or (is_about and Flag.NEGATED in reading.flags)


def _restricted(reading: Understood) -> tuple[str, ...]:
    if reading.kind in RESTRICTED_KINDS:
        return ("triage.restricted_kind",)
    if reading.other_kinds & RESTRICTED_KINDS:
        return ("triage.may_be_restricted_kind",)
    return ("triage.restricted_duress",) if Flag.DURESS in reading.flags else ()


def _wants_a_call(reading: Understood, source: Source) -> bool:
    return source.channel is MessageKind.MISSED_CALL or not reading.is_readable


def _call_back(reading: Understood, source: Source) -> tuple[bool, tuple[str, ...]]:
    if Flag.DURESS in reading.flags or source.is_compromised:
        return False, ("triage.nobody_calls_back",)
    if source.channel is MessageKind.MISSED_CALL:
        return True, ("triage.call_back_missed_call",)
    return not reading.is_readable, () if reading.is_readable else ("triage.call_back_unreadable",)


def _opens(reading: Understood, priority: Priority) -> bool:
    is_grave = reading.is_alert or priority is Priority.P1
    return is_grave or _denies(reading) or reading.kind not in NOT_WARNINGS
