"""What is denied: "pas de tirs", "hakuna vita", "ezali te", "nta" turn what they touch into its absence."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit

# Only happenings and actors are denied; a denied market or a denied greeting says nothing.
DENIABLE = concepts(
    "attack kill dead injure abduct ambush clash shots explode device loot burn extort arrest rape "
    "recruit flee displaced tension mob threat fear armed enter approach move seen occupy hazard "
    "forced_labour withdraw"
)
_REACH = 4
_BREAKS = folded_set(
    "ariko, but, cependant, contre, except, ila, isipokuwa, kasi, lakini, longola, mais, only, par, sauf, "
    "uretse"
)


_NOT = folded_set("pas, not, haikuwa, hawakuwa, ntabwo")


def apply_denials(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Return the evidence with what each denial touches marked as negated."""
    denials = [hit for hit in hits if hit.concept == "neg" or _takes_back(tokens, hit)]
    if not denials:
        return list(hits)
    return [
        replace(hit, negated=True)
        if _is_deniable(hit) and any(_touches(tokens, denial, hit) for denial in denials)
        else hit
        for hit in hits
    ]


def _takes_back(tokens: Sequence[Token], hit: Hit) -> bool:
    """As "ce n etait pas ADF": what follows was not so."""
    return hit.concept == "retract" and tokens[hit.end - 1].key in _NOT


def _is_deniable(hit: Hit) -> bool:
    return hit.concept in DENIABLE or hit.concept.startswith("actor:")


def _touches(tokens: Sequence[Token], denial: Hit, hit: Hit) -> bool:
    if denial.language == "ln":
        # Lingala denies after: "masasi ezali te", where both hold the verb.
        if hit.start < denial.start < hit.end <= denial.end:
            return True
        first, last = hit.end, denial.start
        reach = 3
    else:
        first, last = denial.end, hit.start
        reach = _REACH
    if last - first < 0 or last - first > reach:
        return _is_french_verb(tokens, denial, hit)
    between = tokens[first:last]
    if denial.language == "sw" and any(token.key == "ni" for token in between):
        # "siyo waasi ni majambazi": not rebels, it is bandits.
        return False
    return not any(token.sign or token.key in _BREAKS for token in between)


def _is_french_verb(tokens: Sequence[Token], denial: Hit, hit: Hit) -> bool:
    """The verb of "ils n'attaquent pas" stands between the two halves of the denial."""
    return (
        denial.language == "fr"
        and hit.end == denial.start
        and hit.start > 0
        and tokens[hit.start - 1].key in {"n", "ne"}
    )
