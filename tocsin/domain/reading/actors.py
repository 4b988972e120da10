"""Who acts in a message: aliases to codes, with doubt and denial; a community is never an actor."""

from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import ActorMention, Span

_PRESUMED = folded_set(
    "alleged, bikekwa, labda, presume, presumees, presumes, probablement, supposes, suspected, "
    "wanaodhaniwa"
)
_BELONGINGS = folded_set(
    "position, positions, familles, familia, femmes, camp, camps, base, tenue, uniforme, aho, imiryango, families, wives, "
    "uniforms, comme, lokola, nka, kama, epouses"
)
_BESIDE = 6
# Vague words for whoever it was: dropped when the same message names the group.
_VAGUE = "UNK"


def find_actors(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon
) -> tuple[ActorMention, ...]:
    """Return each actor once, in the order of the message.

    Who is denied ("siyo waasi") is marked; who is only addressed, thanked or used to say where is left out.
    """
    found: dict[str, ActorMention] = {}
    for hit in hits:
        concept, _, code = hit.concept.partition(":")
        if concept != "actor" or (code in found and not found[code].negated):
            continue
        side = lexicon.actors[code].side
        if _is_addressed(side, hit, hits) or _is_landmark(side, hit, tokens):
            continue
        found[code] = _mention(text, tokens, hit, code)
    return tuple(_without_vague(list(found.values()), lexicon))


def _is_addressed(side: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether the mission is only called, asked or thanked, or soldiers only asked for."""
    if side == "state":
        return any(one.concept == "help" and 0 <= hit.start - one.end <= 1 for one in hits)
    return side == "mission" and not any(
        other.concept in {"withdraw", "attack", "shots", "mob", "injure"}
        and abs(other.start - hit.start) <= _BESIDE
        for other in hits
    )


def _is_landmark(side: str, hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether soldiers only tell which camp, families or clothes are meant."""
    before = {token.key for token in tokens[max(0, hit.start - 3) : hit.start]}
    return side == "state" and bool(before & _BELONGINGS)


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


def _without_vague(mentions: list[ActorMention], lexicon: Lexicon) -> list[ActorMention]:
    """Drop "rebels" when the same message names the group; soldiers named beside them are others."""
    named = [m for m in mentions if m.code != _VAGUE and not m.negated]
    if not any(lexicon.actors[m.code].side == "armed" for m in named):
        return mentions
    return [m for m in mentions if m.code != _VAGUE]
