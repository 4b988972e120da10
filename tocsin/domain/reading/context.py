"""What the words around evidence change: a question mark, a "but" after calm, capitals that shout."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.kinds import CAUSE

# After these the calm is over: "calme a Minembwe sauf tension".
_BUT = folded_set(
    "sauf, mais, par contre, cependant, excepte, lakini, ila, isipokuwa, but, except, however, kasi, longola, ariko, "
    "uretse, keretse, pas, plus, not, sio, siyo"
)
_BUT_REACH = 6
_IF = folded_set("si, if, kama, soki, niba, ikiwa, lorsque, quand, when, en cas d, cas")
_IF_REACH = 5


def apply_context(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Return the evidence without the calm that is taken back, and with the question that a sign asks."""
    kept = [
        _cause(tokens, _sure_actor(hit))
        for hit in hits
        if not (hit.concept == "calm" and _is_taken_back(tokens, hit))
        and not _is_doubtful(hit, hits)
    ]
    asked = _question(tokens, kept)
    if asked is None:
        return kept
    return [*(_supposed(tokens, hit) for hit in kept), Hit("asks", asked, asked + 1)]


def _supposed(tokens: Sequence[Token], hit: Hit) -> Hit:
    """As in "Si les ADF attaquent, quel numero appeler?": nobody attacks."""
    before = tokens[max(0, hit.start - _IF_REACH) : hit.start]
    if hit.tense not in ("", "now") or not any(token.key in _IF for token in before):
        return hit
    return replace(hit, tense=CAUSE)


def _cause(tokens: Sequence[Token], hit: Hit) -> Hit:
    """What stands after "a cause de" is why, not what."""
    if hit.tense not in ("", "now") or not _may_follow(tokens, hit.start):
        return hit
    for length in (3, 2, 1):
        before = tokens[max(0, hit.start - length - 1) : hit.start]
        words = [token.key for token in before]
        phrases = (" ".join(words[:-1]), " ".join(words))
        if any(phrase in _BECAUSE for phrase in phrases if phrase):
            return replace(hit, tense=CAUSE)
    return hit


def _question(tokens: Sequence[Token], hits: Sequence[Hit]) -> int | None:
    """Return the sign that asks, or a question word that opens or closes the message, where most leave the sign out."""
    signs = (at for at, token in enumerate(tokens) if token.key == "?")
    ends = (
        hit.start
        for hit in hits
        if hit.concept == "question" and (hit.start == 0 or hit.end == len(tokens))
    )
    return next(signs, next(ends, None))


def _is_taken_back(tokens: Sequence[Token], calm: Hit) -> bool:
    before = {token.key for token in tokens[max(0, calm.start - 1) : calm.start]}
    after = {token.key for token in tokens[calm.end : calm.end + _BUT_REACH]}
    return bool((before & _DENIED) or (after & (_BUT - _DENIED)))


def _is_doubtful(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a word that may name a group ("mm", Simba, Zaire) stands beside no violence."""
    return _is_weak(hit) and not any(
        (other.concept in _VIOLENT or other.concept.startswith("actor:"))
        and abs(other.start - hit.start) <= _BESIDE
        for other in hits
    )


def _sure_actor(hit: Hit) -> Hit:
    return replace(hit, concept=hit.concept.replace("?", "", 1)) if _is_weak(hit) else hit


def _is_weak(hit: Hit) -> bool:
    return hit.concept.startswith(("actor?:", "armed?"))


_VIOLENT = concepts(
    "attack kill abduct ambush clash shots explode loot burn extort forced_labour rape recruit enter "
    "approach move occupy armed weapon threat seen flee arrest surrender injure"
)
_BESIDE = 6
_BECAUSE = folded_set(
    "a cause de, a cause des, a cause du, a cause d, suite a, suite aux, suite au, par crainte de, par peur de, apres les, apres "
    "l, kwa sababu ya, sababu ya, juu ya, kwa ajili ya, kufuatia, mpo na, mpo ya, kubera, bitewe na, because of, due to, for fear "
    "of, following"
)
_BECAUSE_ENDS = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _BECAUSE)


def _may_follow(tokens: Sequence[Token], start: int) -> bool:
    """Whether one of the two words before could end such a phrase."""
    return any(token.key in _BECAUSE_ENDS for token in tokens[max(0, start - 2) : start])


_DENIED = folded_set("pas, plus, not, sio, siyo, no, non")
