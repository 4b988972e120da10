"""Places in a message: which words name one, which place it is, and what it is to the event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.capitals import is_lone_capital, is_shouted, is_shown
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.grid import find_grids
from tocsin.domain.reading.result import Candidate, PlaceMention, PlaceRole, Span

_LONGEST = 4
# How alike an unknown word must be to a name, by what stands before it.
_LIKE_AFTER_CUE = 0.78
_LIKE_ALONE = 0.90
_SHORTEST_FUZZY = 4
# A short word in small letters is like many names.
_SHORT = 5
_LIKE_SHORT = 0.95
_CUE_WORDS = 3
_PAUSES = frozenset({",", ".", ";", ":", "!", "\n", "-", "("})
# No warning names more places than this; a list of names must not take for ever.
_PLACES_AT_MOST = 12
_NO_MATTER = frozenset({"greet", "one", "asks", "teller"})
# A name less alike than this is no candidate: better a question than a wrong place.
_LIKE_ENOUGH = 0.72


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens `start` to `end` name a place, after the cue that began at `cue_start` if any."""

    start: int
    end: int
    folded: str
    cue: str


def find_places(
    text: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    sender_place: tuple[float, float] | None = None,
) -> tuple[PlaceMention, ...]:
    """Return the places a message names, with candidates; an area only helps to tell namesakes apart."""
    named = list(_named(tokens, hits, lexicon, gazetteer))
    areas = [area for one in named if (area := gazetteer.area_named(one.folded))]
    grids = find_grids(text)
    within = places_of_tokens(tokens, grids)
    names = tuple(
        resolve_mention(text, tokens, one, gazetteer, sender_place, areas)
        for one in named
        if one.start not in within
    )
    return names + grids


def places_of_tokens(tokens: Sequence[Token], places: Sequence[PlaceMention]) -> frozenset[int]:
    """Return which tokens name the places found."""
    return frozenset(
        at
        for span in (place.span for place in places if place.span is not None)
        for at, token in enumerate(tokens)
        if span.start <= token.start < span.end
    )


def _named(
    tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, gazetteer: Gazetteer
) -> Iterator[Named]:
    taken = _taken(hits)
    at = count = 0
    while at < len(tokens) and count < _PLACES_AT_MOST:
        found = _name_at(tokens, at, taken, lexicon, gazetteer)
        if found is None:
            at += 1
        else:
            yield found
            count += 1
            at = found.end


def _taken(hits: Sequence[Hit]) -> frozenset[int]:
    """Return the tokens that already mean something graver than a name."""
    return frozenset(
        place for hit in hits if hit.concept not in _NO_MATTER for place in _tokens_of(hit)
    )


def _tokens_of(hit: Hit) -> tuple[int, ...] | range:
    """A phrase with a gap takes its first and last word: "route Bunia Mongbwalu coupee" names two places."""
    return (hit.start, hit.end - 1) if hit.gapped else range(hit.start, hit.end)


def _name_at(
    tokens: Sequence[Token], at: int, taken: frozenset[int], lexicon: Lexicon, gazetteer: Gazetteer
) -> Named | None:
    if tokens[at].sign or tokens[at].number is not None or len(tokens[at].key) < 2:
        return None
    cue = _cue_before(tokens, at, lexicon)
    words = _words_from(tokens, at, _LONGEST if tokens[at].key in gazetteer.first_words else 1)
    for length in range(len(words), 0, -1):
        folded = " ".join(words[:length])
        if folded in gazetteer.units or (
            gazetteer.knows(folded) and _is_named(tokens, at, length, cue, taken, lexicon)
        ):
            return Named(at, at + length, folded, cue)
    return _misspelt_at(tokens, at, cue, taken, lexicon, gazetteer)


def _words_from(tokens: Sequence[Token], at: int, at_most: int) -> list[str]:
    """Return the folded words from a token on, up to the next sign."""
    words: list[str] = []
    for token in tokens[at : at + at_most]:
        if token.sign:
            break
        words.append(token.key)
    return words


def _is_named(
    tokens: Sequence[Token],
    at: int,
    length: int,
    cue: str,
    taken: frozenset[int],
    lexicon: Lexicon,
) -> bool:
    """An ordinary word is a name only after a cue or with its capital; a rare one, or several, by themselves."""
    word = tokens[at]
    if length > 1:
        return at not in taken or bool(cue)
    if at not in taken and word.key not in lexicon.vocabulary and word.key not in lexicon.ordinary:
        return len(word.key) > 3 or bool(cue) or word.capital
    if at in taken:
        # "bruler Bibwe": a capital after a small letter names the place, whatever else the word may mean.
        return tokens[at].capital and is_lone_capital(tokens, at)
    return is_shown(tokens, at) or (cue == "strong" and word.key not in lexicon.ordinary)


def _misspelt_at(
    tokens: Sequence[Token],
    at: int,
    cue: str,
    taken: frozenset[int],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
) -> Named | None:
    word = tokens[at]
    if at in taken or len(word.key) < _SHORTEST_FUZZY or word.key in lexicon.ordinary:
        return None
    if word.key in lexicon.vocabulary or lexicon.is_cue(word.key):
        return None
    if _is_person(tokens, at, lexicon):
        return None
    shown = is_shown(tokens, at)
    floor = _LIKE_AFTER_CUE if cue or shown else _LIKE_ALONE
    similar = gazetteer.similar(word.key) if cue or shown else gazetteer.similar(word.key, floor)
    best = similar[0][1] if similar else 0.0
    if best >= floor and (cue or shown or len(word.key) > _SHORT or best >= _LIKE_SHORT):
        return Named(at, at + 1, word.key, cue)
    # A name nobody knows, in small letters: only after a word that is always followed by a name.
    named = _is_after_naming(tokens, at, lexicon) or _stands_alone(tokens, at)
    return Named(at, at + 1, word.key, cue) if named or shown else None


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital word closes the message by itself, after a comma or a full stop: ", Mukondi"."""
    after = tokens[at + 1 : at + 2]
    before = tokens[at - 1].key if at else ""
    closes = not after or (after[0].stops and len(tokens) <= at + 3)
    return tokens[at].capital and before in _PAUSES and closes and not is_shouted(tokens, at)


def _is_person(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word is a common name of persons, or stands after a title: "le vieux Kambale"."""
    return tokens[at].key in lexicon.persons or (at > 0 and tokens[at - 1].key in lexicon.titles)


def _is_after_naming(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    return any(
        " ".join(token.key for token in tokens[max(0, at - length) : at]) in lexicon.naming_cues
        for length in (1, 2)
    )


def _cue_before(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> str:
    """Return strong or weak for the cue that ends just before a token, or an empty string."""
    longest = _CUE_WORDS if at and tokens[at - 1].key in lexicon.cue_ends else 0
    for length in range(longest, 0, -1):
        if at - length < 0:
            continue
        cue = " ".join(token.key for token in tokens[at - length : at])
        if cue in lexicon.strong_cues:
            return "strong"
        if cue in lexicon.weak_cues:
            return "weak"
    if at and (tokens[at].hyphened or tokens[at - 1].key in {"-", "/"}):
        return "weak"
    return ""


def resolve_mention(
    text: str,
    tokens: Sequence[Token],
    named: Named,
    gazetteer: Gazetteer,
    sender_place: tuple[float, float] | None,
    areas: Sequence[str] = (),
    role: PlaceRole = PlaceRole.WHERE,
) -> PlaceMention:
    """Return the place that some tokens name, with its candidates; `areas` are territories named beside it."""
    span = Span(tokens[named.start].start, tokens[named.end - 1].end)
    surface = text[span.start : span.end]
    if named.folded in gazetteer.units and not gazetteer.knows(named.folded):
        *above, unit = gazetteer.units[named.folded]
        return PlaceMention(surface, role, span=span, pcode=unit.pcode, units=(*above, unit))
    others = [area for area in areas if area != named.folded]
    resolved = gazetteer.resolve(named.folded, near=sender_place, territories=others)
    if not resolved.matches or resolved.matches[0].name_score < _LIKE_ENOUGH:
        return PlaceMention(surface=surface, role=role, span=span)
    best = resolved.matches[0]
    return PlaceMention(
        surface=surface,
        role=role,
        score=min(1.0, best.score),
        accepted=resolved.accepted,
        place_id=best.row.place_id,
        name=best.row.name,
        lat=best.row.lat,
        lon=best.row.lon,
        choices=tuple(
            Candidate(m.row.place_id, m.row.name, m.row.lat, m.row.lon, min(1.0, m.score), m.km)
            for m in resolved.matches[:3]
        ),
        span=span,
        pcode=best.row.pcode,
        units=best.row.units,
    )
