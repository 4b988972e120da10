"""One person told without a number: "le chauffeur", "mwana ya mwasi", "umwarimu"."""

from collections.abc import Iterator, Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit

_DONE_BY = folded_set(
    "par, by, chez, au, aux, selon, devant, derriere, pour, avec, to, from, with, for, of, kwa, epai ya"
)
_OF = folded_set("ya, wa, yangu, wangu, w, ng, na, ngai, du, de, des, d, of, s, i, cha, la, le")
_OF_AT_MOST = 3
# "mon frere qui est motard": the same person.
_WHO_IS = folded_set(
    "qui est, qui etait, who is, who was, ambaye ni, ni, oyo azali, azali, ari, wari, est"
)
_ASKED_FOR = concepts("help cry need")
_ARTICLES = frozenset({"un", "une"})
_FATES = concepts("kill dead injure abduct missing")
_OTHER = folded_set("autre, autres, seul, seule, grand, jeune")
_LOST = concepts("house shop vehicle motorbike cattle thing_phone")
_LOSSES = concepts("loot burn")
_LOSS_REACH = 15
_FALLEN = (
    "bles",
    "mort",
    "tue",
    "disparu",
    "otage",
    "deced",
    "cadavre",
    "corps",
    "noye",
    "kidnap",
    "enleve",
)
# Before one person, and never before many.
_SINGULAR = {
    "fr": folded_set("un, une, le, la, l, mon, ma, son, sa, notre, votre, leur, ce, cet, cette"),
    "en": folded_set("a, an, the, my, his, her, our, their, one, another"),
}
_ONE_OF_CLASS = {
    "sw": ("mt", "mw", "mk", "mz", "mv", "mf", "ms", "mu", "mch", "mg", "mp", "mj", "ml"),
    "rw": ("umu", "umw"),
    "ln": ("mo", "mw"),
}
# Of a class that does not tell one from many.
_ONE = folded_set(
    "mama, baba, kijana, dereva, chifu, daktari, bibi, binti, dada, kaka, bwana, padri, pasteur, mke, mume, tata, papa, data"
)
_ADJECTIVES = folded_set(
    "presume, presumee, jeune, vieux, vieil, vieille, petit, petite, certain, autre, beau, belle, pauvre, grand, old, young, little, poor, local"
)
# "binti zake wawili": whose they are stands between them and how many.
_WHOSE = folded_set(
    "wangu, zangu, yangu, wake, zake, yake, wetu, zetu, yetu, wao, zao, yao, babo, be, bacu, banjye, bahiwe, bayo"
)
_MANY = folded_set(
    "population, pop, gens, people, ppl, police, youth, famille, ong, monde, men, women, children, jeunesse, pers, mwananchi, mosusu"
)
_CALLED = folded_set(
    "chef, papa, mama, maman, baba, docteur, pasteur, ndugu, kaka, dada, ndeko, boss, mzee, tata"
)
_GREETINGS = folded_set(
    "bonjour, bjr, bonsoir, bsr, salut, slt, jambo, habari, mbote, muraho, mwaramutse, mwiriwe, hello, hi, allo, cher, svp"
)
# Who tells it is not whom it befell.
_SAY = folded_set(
    "dit, dis, disent, informe, signale, a dit, m a, me dit, anasema, amesema, alisema, aloba, alobi, alobaki, avuze, yavuze, avuga, said, says, told"
)


def lone_persons(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> list[Hit]:
    """Return the words for one person, each person once, without those by whom something was done and those who tell it.

    "le chef" and "chef de localite" overlap, "mwana ya mwasi" is one girl, and "par un homme" names who did it, "chez mon oncle" where.
    """
    found: list[Hit] = []
    for hit in _persons(tokens, hits, lexicon):
        if _is_beside(tokens, hit):
            continue
        if not (found and _is_same(tokens, found[-1], hit)):
            found.append(hit)
    return found


def _persons(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    asked = {one.end for one in hits if one.concept in _ASKED_FOR}
    motorbikes = {one.start for one in hits if one.concept == "motorbike"}
    for hit in hits:
        if hit.end == hit.start + 1 and _has_number(tokens, hit, lexicon):
            continue
        if hit.start in asked or hit.start - 1 in asked:
            # "tusaidieni daktari": who is asked for suffered nothing.
            continue
        if hit.concept == "one" or (
            hit.concept in ("civil", "child")
            and hit.end == hit.start + 1
            and _is_singular(tokens, hit)
            and hit.start not in motorbikes
        ):
            yield hit


def _is_singular(tokens: Sequence[Token], hit: Hit) -> bool:
    word = tokens[hit.start].key
    if word in _MANY:
        return False
    articles = _SINGULAR.get(hit.language)
    if articles is None:
        return word in _ONE or word.startswith(_ONE_OF_CLASS.get(hit.language, ()))
    plural = word.endswith(("s", "x")) and word != "fils"
    first = hit.start - 1
    if first > 0 and tokens[first].key in _ADJECTIVES:
        first -= 1
    return not plural and first >= 0 and tokens[first].key in articles


def _has_number(tokens: Sequence[Token], hit: Hit, lexicon: Lexicon) -> bool:
    behind = hit.end
    if behind < len(tokens) and tokens[behind].key in _WHOSE:
        behind += 1
    after = tokens[behind] if behind < len(tokens) else None
    before = tokens[hit.start - 1] if hit.start else None
    return any(
        token is not None
        and token.key not in _ARTICLES
        and (token.number is not None or token.key in lexicon.numbers.values)
        for token in (before, after)
    )


def _is_beside(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether this person did it, was there when it happened, or tells it."""
    first = hit.start
    while first and tokens[first - 1].key in _SINGULAR["fr"] | _SINGULAR["en"]:
        first -= 1
    if hit.start < 3 and hit.end == hit.start + 1 and _is_called(tokens, hit):
        return True
    before = tokens[first - 1].key if first else ""
    after = tokens[hit.end].key if hit.end < len(tokens) else ""
    return before in _DONE_BY or after in _SAY


def _is_called(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a message only begins with whom it is for: "Chef, ...", "bjr papa"."""
    after = tokens[hit.end] if hit.end < len(tokens) else None
    if tokens[hit.start].key not in _CALLED:
        return False
    if hit.start:
        return tokens[hit.start - 1].key in _GREETINGS
    return after is None or after.sign or after.key in _GREETINGS


def _is_same(tokens: Sequence[Token], known: Hit, hit: Hit) -> bool:
    between = tokens[known.end : hit.start]
    if hit.start <= known.end:
        # "mwana mwasi": a girl.
        return True
    articles = _SINGULAR["fr"] | _SINGULAR["en"]
    if " ".join(token.key for token in between if token.key not in articles) in _WHO_IS:
        return True
    return 0 < len(between) <= _OF_AT_MOST and (
        all(token.key in _OF | articles for token in between)
        and any(token.key in _OF for token in between)
    )


def is_article(tokens: Sequence[Token], hits: Sequence[Hit], start: int, end: int) -> bool:
    """Whether a number is an article: "un" stands before anything, and counts before a fate and a loss: "un blesse", "une moto volee"."""
    if end - start != 1 or tokens[start].key not in _ARTICLES:
        return False
    if end < len(tokens) and tokens[end].key in _OTHER:
        end += 1
    behind = [hit for hit in hits if hit.start == end]
    if any(hit.concept in _LOST for hit in behind):
        return not any(
            hit.concept in _LOSSES and -_LOSS_REACH <= hit.start - end <= _LOSS_REACH
            for hit in hits
        )
    return not any(
        hit.concept in _FATES and tokens[hit.start].key.startswith(_FALLEN) for hit in behind
    )
