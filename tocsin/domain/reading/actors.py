"""Who acts in a message: aliases to codes, with doubt and denial; a community is never an actor."""

from collections.abc import Sequence

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import ActorMention, Span

# Alone these words may mean something else ("mm chose", Simba the name); beside violence they are a group.
_VIOLENT = frozenset(
    ["attack", "kill", "abduct", "ambush", "clash", "shots", "explode", "loot", "burn", "extort", "forced_labour", "rape", "recruit", "enter", "approach", "move", "occupy", "armed", "weapon", "threat", "seen", "flee", "arrest", "surrender", "injure"]
)
_PRESUMED = frozenset(
    ["presume", "presumes", "presumees", "supposes", "suspected", "alleged", "probablement", "wanaodhaniwa", "labda", "bikekwa"]
)
_BESIDE = 6
# Vague words for whoever it was: dropped when the same message names the group.
_VAGUE = "UNK"
_CIVILIAN_ROLES = frozenset({"MISSION"})


def find_actors(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon
) -> tuple[ActorMention, ...]:
    """Return each actor once, in the order of the message; the mission addressed for help is no actor."""
    found: dict[str, ActorMention] = {}
    for hit in hits:
        code = _code(hit, hits)
        if code is None or _is_addressed(code, hit, hits, lexicon):
            continue
        mention = _mention(text, tokens, hit, code)
        known = found.get(code)
        if known is None or (known.negated and not mention.negated):
            found[code] = mention
    return tuple(_without_vague(list(found.values()), tokens))


def _code(hit: Hit, hits: Sequence[Hit]) -> str | None:
    concept, _, code = hit.concept.partition(":")
    if concept == "actor":
        return code
    if concept == "actor?" and any(
        other.concept in _VIOLENT and abs(other.start - hit.start) <= _BESIDE for other in hits
    ):
        return code
    return None


def _is_addressed(code: str, hit: Hit, hits: Sequence[Hit], lexicon: Lexicon) -> bool:
    """Whether the mission is only called, asked or thanked."""
    if lexicon.actors[code].side != "mission":
        return False
    return not any(
        other.concept in {"withdraw", "attack", "shots", "mob", "injure"}
        and abs(other.start - hit.start) <= _BESIDE
        for other in hits
    )


def _mention(text: str, tokens: Sequence[Token], hit: Hit, code: str) -> ActorMention:
    span = Span(tokens[hit.start].start, tokens[hit.end - 1].end)
    before = {token.key for token in tokens[max(0, hit.start - 2) : hit.start]}
    return ActorMention(
        code=code,
        surface=text[span.start : span.end],
        presumed=bool(before & _PRESUMED),
        negated=hit.negated,
        span=span,
    )


def _without_vague(mentions: list[ActorMention], tokens: Sequence[Token]) -> list[ActorMention]:
    named = [m for m in mentions if m.code != _VAGUE and not m.negated]
    if not named:
        return mentions
    return [m for m in mentions if m.code != _VAGUE]
