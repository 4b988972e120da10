"""Who acts in a message: aliases to codes, with doubt and denial; a community is never an actor."""

from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import ActorMention, Span
from tocsin.domain.words import Kind

_PRESUMED = folded_set(
    "alleged, bikekwa, labda, presume, presumees, presumes, probablement, supposes, suspected, "
    "wanaodhaniwa"
)
_BELONGINGS = folded_set(
    "position, positions, familles, familia, femmes, camp, camps, base, tenue, uniforme, aho, imiryango, families, wives, "
    "uniforms, sac, sacs, dos, bottes, chaussures, habits, nguo, viatu, bilamba, imyenda, boots, bags, clothes, comme, lokola, nka, kama, epouses"
)
# "accuses de collaborer avec le M23": who is only accused of knowing them was not with them.
_ACCUSED = folded_set(
    "accuse, accuses, accusee, accusees, accused, collaborer, collaboration, collabore, collaborent, complice, complices, "
    "collaborating, helping, supporting, kushirikiana, ushirikiano, wanashirikiana, kusaidia, gukorana, bakorana, "
    "kosalisa, basalisaka, kosangana"
)
_ACCUSED_REACH = 4
# "wakisema ni maimai", "babashinja kuba M23": what somebody is taken for.
_TAKEN_FOR = folded_set(
    "wakisema ni, wakidai ni, eti ni, ati ni, disant que ce sont des, disant que ce sont les, disant qu ils sont, ils disent que ce "
    "sont des, balobi bazali, bavuga ko ari, ngo ni, saying they are, saying they were, said they were, pris pour des, "
    "wanadhaniwa kuwa ni"
)
_TAKEN_FOR_WORDS = 6
# "wanajeshi wa M23", "M23 soldiers": whose soldiers they are.
_OF = folded_set(
    "wa, ya, za, de, des, du, d, la, les, z, b, ba, of, the, from, wengi, nyinshi, benshi, mingi, ebele"
)
_OF_AT_MOST = 2
_SOLDIERS, _NAMED_SO = "FARDC", "fardc"
_COLLECTING = frozenset({Kind.EXTORTION, Kind.FORCED_LABOUR})
_BESIDE = 6
# Of a mob's victim it is said what he had done, and of what is taken back who it was not.
_CAUGHT = "BANDITS"
_NOT_THERE = {Kind.MOB: frozenset({_CAUGHT}), Kind.RETRACTION: frozenset({_CAUGHT, "UNK"})}
# Vague words for whoever it was: dropped when the same message names the group.
_VAGUE = "UNK"


def find_actors(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, *, kind: Kind
) -> tuple[ActorMention, ...]:
    """Return each actor once, in the order of the message.

    Who is denied ("siyo waasi") is marked; who is only addressed, thanked, accused of knowing them or used to say where is
    left out, and so is the thief whom a crowd caught.
    """
    absent = _NOT_THERE.get(kind, frozenset())
    found: dict[str, ActorMention] = {}
    for hit in hits:
        concept, _, code = hit.concept.partition(":")
        if concept != "actor" or code in absent or (code in found and not found[code].negated):
            continue
        side = lexicon.actors[code].side
        if side == "state" and kind is Kind.FEEDBACK:
            # Thanks and complaints name soldiers who came or did not.
            continue
        if _is_addressed(side, hit, hits) or _is_landmark(side, hit, hits, tokens):
            continue
        if _is_accused(hit, tokens) or (
            code == _SOLDIERS
            and (_is_of_others(hit, hits, tokens) or _are_fed(kind, hit, hits, tokens, lexicon))
        ):
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


def _is_landmark(side: str, hit: Hit, hits: Sequence[Hit], tokens: Sequence[Token]) -> bool:
    """Whether soldiers only tell which camp, families or clothes are meant; who left their camp is told of."""
    before = {token.key for token in tokens[max(0, hit.start - 3) : hit.start]}
    if side != "state" or not before & _BELONGINGS:
        return False
    return not any(one.concept == "withdraw" and not one.negated for one in hits)


def _is_accused(hit: Hit, tokens: Sequence[Token]) -> bool:
    before = [token.key for token in tokens[max(0, hit.start - _TAKEN_FOR_WORDS) : hit.start]]
    if any(word in _ACCUSED for word in before[-_ACCUSED_REACH:]):
        return True
    return any(" ".join(before[at:]) in _TAKEN_FOR for at in range(len(before)))


def _is_of_others(hit: Hit, hits: Sequence[Hit], tokens: Sequence[Token]) -> bool:
    """Whether soldiers are those of a group named right beside them, or of another army."""
    if tokens[hit.start].key == _NAMED_SO:
        return False
    for other in hits:
        if not other.concept.startswith("actor:") or other.concept == hit.concept:
            continue
        first, last = sorted((hit, other), key=lambda one: one.start)
        between = tokens[first.end : last.start]
        beside = len(between) <= _OF_AT_MOST and all(token.key in _OF for token in between)
        if beside and (between or first is other):
            return True
    return False


def _are_fed(
    kind: Kind, hit: Hit, hits: Sequence[Hit], tokens: Sequence[Token], lexicon: Lexicon
) -> bool:
    """Whether an armed group collects for soldiers of its own: "M23 irasaba amafaranga yo kugaburira abasirikare"."""
    if kind not in _COLLECTING or tokens[hit.start].key == _NAMED_SO:
        return False
    return any(
        one.concept.startswith("actor:")
        and one.start < hit.start
        and one.concept != "actor:UNK"
        and lexicon.actors[one.concept[6:]].side == "armed"
        for one in hits
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


def _without_vague(mentions: list[ActorMention], lexicon: Lexicon) -> list[ActorMention]:
    """Drop "rebels" when the same message names the group; soldiers named beside them are others."""
    named = [m for m in mentions if m.code != _VAGUE and not m.negated]
    if not any(lexicon.actors[m.code].side == "armed" for m in named):
        return mentions
    return [m for m in mentions if m.code != _VAGUE]
