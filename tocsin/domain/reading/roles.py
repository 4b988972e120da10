"""What a place is to the event: where it happens, whence, whither, or only where the sender heard of it."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.folding import Token
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import PlaceMention, PlaceRole

_TO = frozenset(
    ["vers", "vr", "direction", "en direction de", "en direction d", "en direction du", "jusqu a", "pour", "kuelekea", "wakielekea", "wanaelekea", "walielekea", "elekea", "upande wa", "epai ya", "berekeza", "berekeje", "yerekeza", "bagana", "bagiye", "towards", "to", "heading to", "heading for", "kwenda", "wameelekea", "wamekimbilia", "wanakimbilia", "bakei", "bakende", "kino", "hadi", "mpaka", "into", "nzela ya", "kugana", "bahungira", "bahungiye", "hungira", "kukimbilia", "vers le", "vers la", "toward", "moving to", "se dirigent vers", "se dirige vers", "barabara ya", "berekeje i", "bakimi na", "bakimeli", "kokende", "kokende na", "vers l", "entrent", "direction de"]
)
_FROM = frozenset(
    ["de", "du", "d", "depuis", "quitte", "kutoka", "toka", "kutokea", "longwa", "kolongwa", "from", "venant de", "en provenance de", "provenance de", "venus de", "venu de", "sortis de", "sorti de", "baturutse", "bavuye", "bava", "kuva", "batoki", "balongwi", "batokaki", "wametoka", "walitoka", "wakitoka", "ont fui", "fui", "fled", "left", "quittent", "uturutse", "baturutse i", "bavuye i", "balongwe", "fuient", "baturuka", "ont quitte", "coming from", "came from", "fled from", "bakimi"]
)
_AXIS = frozenset(
    {
        "axe",
        "route",
        "axis",
        "road",
        "entre",
        "between",
        "kati",
        "hagati",
        "barabara",
        "rn4",
        "rn2",
        "tronçon",
        "tronson",
    }
)
_MOVING = frozenset(
    {"move", "approach", "flee", "displaced", "return", "enter", "armed", "seen", "withdraw"}
)
_LONGEST_CUE = 4


def assign_roles(
    tokens: Sequence[Token], hits: Sequence[Hit], places: Sequence[PlaceMention]
) -> tuple[PlaceMention, ...]:
    """Return the places with their roles; at least one place of an event says where, when any does."""
    roles = [_role(tokens, hits, place) for place in places]
    if places and PlaceRole.WHERE not in roles and not _moves(hits):
        roles[0] = PlaceRole.WHERE
    return tuple(replace(place, role=role) for place, role in zip(places, roles, strict=True))


def _moves(hits: Sequence[Hit]) -> bool:
    return any(hit.concept in _MOVING and not hit.negated for hit in hits)


def _role(tokens: Sequence[Token], hits: Sequence[Hit], place: PlaceMention) -> PlaceRole:
    if place.span is None:
        return PlaceRole.WHERE
    at = next((i for i, token in enumerate(tokens) if token.start == place.span.start), 0)
    if _is_on_axis(tokens, at):
        return PlaceRole.WHERE
    cue = _cue(tokens, at)
    if cue in _TO and (cue != "pour" or not _moves(hits)):
        return (
            PlaceRole.TO if _moves(hits) or cue not in {"to", "kino", "hadi"} else PlaceRole.WHERE
        )
    if cue in _FROM and ((_moves(hits) and cue not in {"de", "du", "d"}) or _left_before(hits, at)):
        return PlaceRole.FROM
    if _is_source(hits, at):
        return PlaceRole.SENDER
    return PlaceRole.WHERE


def _cue(tokens: Sequence[Token], at: int) -> str:
    for length in range(_LONGEST_CUE, 0, -1):
        if at - length < 0:
            continue
        cue = " ".join(token.key for token in tokens[at - length : at])
        if cue in _TO or cue in _FROM:
            return cue
    # A preposition or an article may stand between: "kuelekea ku Oicha", "vers le camp Roe".
    if at >= 2 and len(tokens[at - 1].key) <= 4:
        before = tokens[at - 2].key
        if before in _TO or before in _FROM:
            return before
    return ""


def _is_on_axis(tokens: Sequence[Token], at: int) -> bool:
    return any(token.key in _AXIS for token in tokens[max(0, at - 5) : at])


def _left_before(hits: Sequence[Hit], at: int) -> bool:
    """ "menages deplaces de Ntoto": the place after a flight and "de" is where they came from."""
    return any(
        hit.concept in {"displaced", "flee", "withdraw"} and 0 <= at - hit.end <= 2 for hit in hits
    )


def _is_source(hits: Sequence[Hit], at: int) -> bool:
    """ "Un ami a Kasindi m'a dit": the place between a friend and what he said is not that of the event."""
    said_before = any(hit.concept == "hearsay" and 0 <= at - hit.end <= 1 for hit in hits)
    said_after = any(hit.concept == "hearsay" and 0 <= hit.start - at <= 2 for hit in hits)
    return said_before and said_after
