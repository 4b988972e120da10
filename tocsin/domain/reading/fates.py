"""What befell those who were counted: the nearest word for it, unless it is what they did to others."""

from collections.abc import Container, Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.told import Told

FATES = {
    "kill": "killed",
    "dead": "killed",
    "injure": "injured",
    "abduct": "abducted",
    "rape": "raped",
    "arrest": "arrested",
    "recruit": "recruited",
    "flee": "displaced",
    "displaced": "displaced",
    "return": "returned",
    "surrender": "surrendered",
    "missing": "missing",
    # Who is ill is nobody's victim, and no other fate farther away is theirs.
    "sick": "",
}
# What somebody does to somebody else.
_DEEDS = concepts("kill injure abduct rape arrest recruit")
FATE_REACH = 7
# What parts two clauses makes what stands behind it farther: "wamemuua baba na kujeruhi watoto".
JOINERS = folded_set("et, and, na, mpe, puis, then, kandi, kisha, halafu, n, no")
_FARTHER = {",": 3} | dict.fromkeys(JOINERS, 2)
_STATES = concepts("displaced missing return flee")
_FLIGHT = frozenset({"flee"})
_FAR_STATE, _FAR_FLIGHT = 3, 6
_FOR = folded_set("pour, to, ili, mpo na, mpo ya, kugira ngo, kugirango")
_OBJECT_REACH = 4
_BE = folded_set("ete, etaient, etait, est, sont, was, were, been, being, is, are, got, get")
_HAVE = folded_set("a, ont, avait, avaient, l, les, viennent, have, has, had, just")
_ASIDE = folded_set(
    "par, avec, et, dans, a, chez, pres, by, and, in, at, na, kwa, mu, ku, i, pa, n"
)
_THEM = frozenset({"ye", "bango"})
_BANTU = frozenset({"sw", "ln", "rw"})
_PEOPLE = concepts("civil child one armed household")


def nearest_fate(
    start: int,
    end: int,
    told: Told,
    *,
    fates: Container[str],
    reach: int = FATE_REACH,
    in_clause: bool = False,
) -> str | None:
    """Return the role of those told at tokens `start` to `end`, or None; `in_clause` looks no farther than its own clause."""
    near = [
        # Of two meanings of one word, who did not come back was seen taken by nobody.
        (cost, hit.start, hit.concept != "missing", hit.concept)
        for hit in told.beside(start, end, reach)
        if hit.concept in fates
        and not hit.negated
        and (cost := _cost(start, end, hit, told.tokens, reach, in_clause=in_clause)) is not None
        and told.word(hit.start - 1) not in _FOR
        and not _is_taken(end, hit, told)
        and not is_doer(end, hit, told)
    ]
    return FATES[min(near)[3]] if near else None


def distance(start: int, end: int, hit: Hit) -> int:
    return hit.start - end if hit.start >= end else start - hit.end + 1


def _cost(
    start: int, end: int, hit: Hit, tokens: Sequence[Token], reach: int, *, in_clause: bool
) -> int | None:
    far = distance(start, end, hit)
    if far > reach:
        return None
    between = tokens[end : hit.start] if hit.start >= end else tokens[hit.end : start]
    farther = sum(_FARTHER.get(token.key, 0) for token in between)
    if hit.concept in _STATES and (hit.end <= start or hit.concept in _FLIGHT):
        # "camp de deplaces, 7 morts": a state stands behind those who are in it; "na zamba" is where they were led.
        farther += _FAR_STATE if hit.end <= start else _FAR_FLIGHT
    if any(token.stops for token in between) or (in_clause and farther):
        return None
    return far + farther


def _is_taken(end: int, hit: Hit, told: Told) -> bool:
    """Whether another number stands right before this fate: in "3 hommes et 2 blesses" two are hurt."""
    if hit.start <= end or not told.is_number(hit.start - 1):
        return False
    # "2 papas na bana 3 bakangami": the number of the children stands behind them, and both were taken.
    return not any(
        one.end == hit.start - 1 and one.concept in _PEOPLE and one.language in _BANTU
        for one in told.hits
    )


def is_doer(end: int, hit: Hit, told: Told) -> bool:
    """Whether those named up to token `end` did it to others: an active verb after them, with somebody behind it."""
    if hit.start < end or hit.concept not in _DEEDS or is_suffered(hit, told.tokens):
        return False
    last = hit.end + _OBJECT_REACH
    for one in told.beside(hit.end, last, 0):
        if hit.end <= one.start <= last and one.concept in _PEOPLE:
            between = told.tokens[hit.end : one.start]
            return not any(token.sign or token.key in _ASIDE for token in between)
    # "un homme l'a tue"
    return hit.language == "fr" and {t.key for t in told.tokens[end : hit.start]} >= {"l", "a"}


def is_suffered(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether a word tells what was done to those before it: "a ete tue", "wametekwa", "bishwe", "was killed"."""
    verb = tokens[hit.end - 1].key
    if hit.language == "sw":
        return any(
            t.key.endswith("wa") and t.key[-3:] != "uwa" for t in tokens[hit.start : hit.end]
        )
    if hit.language == "rw":
        return any(t.key.endswith(("we", "wa")) for t in tokens[hit.start : hit.end])
    if hit.language == "ln":
        # "mwana na ngai bamemi ye": the child, they took him.
        behind = tokens[hit.end].key if hit.end < len(tokens) else ""
        return verb.endswith(("ami", "amaki", "ama")) or bool({verb, behind} & _THEM)
    words = {token.key for token in tokens[max(0, hit.start - 2) : hit.end]}
    return bool(words & _BE) or (hit.language == "fr" and not words & _HAVE)
