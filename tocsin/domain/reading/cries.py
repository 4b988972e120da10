"""Cries for help: who cries is in danger, however little else is said; who asks for a favour is not."""

from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit

CRY = "cry"
CALLS = concepts("help urgent cry greet")
CRY_AT_MOST = 4  # words
_BARE = CALLS | concepts("now civil one")
# Who only asks for haste, or for somebody to be sent, does not cry.
_HASTE = folded_set(
    "vite, faites vite, haraka, upesi, mbio mbio, noki, noki noki, vuba, vuba vuba, quick, quickly, hurry, envoyez, aider, aide, "
    "assistance, on demande, nous demandons, intervention, likama, hatari, en danger, in danger, please send"
)
# "aidez nous avec du credit", "tusaidieni kulipa shule", "help us with the form": a favour.
_FAVOUR = {
    "fr": folded_set("avec, pour, en"),
    "en": folded_set("with, to, for, by"),
    "sw": folded_set("na, kwa, pesa, chakula, dawa, vocha"),
    "ln": folded_set("mpo, mbongo, bilei"),
    "rw": folded_set("amafaranga, ibiryo"),
}
_INFINITIVE = {"sw": ("ku",), "ln": ("ko",), "rw": ("ku", "gu", "kw")}
_FRENCH_INFINITIVE = ("er", "ir", "re")
_PLACES_WITH_KU = folded_set("kule, kuna, huko, kuja, kwetu, kuelekea, ku, kwa")


def hear_cries(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Return the evidence without the cries that ask for a favour, and with one where a call is all that is said."""
    kept = [hit for hit in hits if hit.concept != CRY or not _asks_favour(tokens, hit)]
    words = sum(not token.sign and token.number is None for token in tokens)
    if words > CRY_AT_MOST or not _BARE.issuperset(hit.concept for hit in kept):
        return kept
    call = next((hit for hit in kept if _is_call(tokens, hit)), None)
    if call is None or any(hit.concept == CRY for hit in kept):
        return kept
    return [*kept, Hit(CRY, call.start, call.end, language=call.language)]


def _is_call(tokens: Sequence[Token], hit: Hit) -> bool:
    return (
        hit.concept == "help"
        and not _asks_favour(tokens, hit)
        and " ".join(token.key for token in tokens[hit.start : hit.end]) not in _HASTE
    )


def _asks_favour(tokens: Sequence[Token], cry: Hit) -> bool:
    behind = [token.key for token in tokens[cry.end : cry.end + 2]]
    if not behind:
        return False
    if behind[0] in _FAVOUR.get(cry.language, ()):
        return True
    if cry.language == "fr":
        return behind[0] == "a" and behind[-1].endswith(_FRENCH_INFINITIVE)
    begins = _INFINITIVE.get(cry.language, ())
    return behind[0].startswith(begins) and bool(begins) and behind[0] not in _PLACES_WITH_KU
