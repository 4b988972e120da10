"""What a place is to the event: where it happens, whence, whither, or only where the sender heard of it."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import PlaceMention, PlaceRole

_TO = folded_set(
    "bagana, bagiye, bahungira, bahungiye, bakei, bakende, bakimeli, bakimi na, barabara ya, berekeje, "
    "berekeje i, berekeza, direction, direction de, elekea, en direction d, en direction de, "
    "en direction du, entrent, epai ya, hadi, heading for, heading to, hungira, into, jusqu a, kino, "
    "kokende, kokende na, kuelekea, kugana, kukimbilia, kwenda, moving to, mpaka, nzela ya, pour, "
    "se dirige vers, se dirigent vers, to, toward, towards, upande wa, vers, vers l, vers la, vers le, vr, "
    "wakielekea, walielekea, wameelekea, wamekimbilia, wanaelekea, wanakimbilia, yerekeza"
)
_FROM = folded_set(
    "bakimi, balongwe, balongwi, batokaki, batoki, baturuka, baturutse, baturutse i, bava, bavuye, "
    "bavuye i, came from, coming from, d, de, depuis, du, en provenance de, fled, fled from, from, fui, "
    "fuient, kolongwa, kutoka, kutokea, kuva, left, longwa, ont fui, ont quitte, provenance de, quitte, "
    "quittent, sorti de, sortis de, toka, uturutse, venant de, venu de, venus de, wakitoka, walitoka, "
    "wametoka"
)
_AXIS = folded_set(
    "axe, axis, barabara, between, entre, hagati, kati, rn2, rn4, road, route, tronson, tronçon"
)
_MOVING = frozenset({"move", "approach", "flee", "displaced", "enter", "abduct"})
_FLEEING = frozenset({"flee", "displaced"})
# "vus vers", "tirs vers": near, not towards.
_SENSED = frozenset({"seen", "shots", "explode", "clash"})
_LONGEST_CUE = 4
# What may stand between a cue and the name: "vers la foret de Samboko".
_BETWEEN = folded_set(
    "le, la, les, l, de, du, des, d, cite, foret, camp, village, site, colline, centre, groupement, localite, zamba, msitu, pori, "
    "kijiji, cha, ya, wa, ku, mu, na, i, kwa, mji, mboka, umudugudu, the, town, of, forest, centre, riviere, quartier, parc, chetu"
)


def assign_roles(
    tokens: Sequence[Token], hits: Sequence[Hit], places: Sequence[PlaceMention]
) -> tuple[PlaceMention, ...]:
    """Return the places with their roles; a lone place says where, unless people or armed men are bound for it."""
    starts = {token.start: at for at, token in enumerate(tokens)}
    spots = [starts.get(place.span.start, 0) if place.span else 0 for place in places]
    roles = [_role(tokens, hits, spots, order) for order in range(len(spots))]
    if any(hit.concept in {"withdraw", "return"} for hit in hits) and PlaceRole.WHERE not in roles:
        roles = [PlaceRole.WHERE] * len(roles)
    return tuple(
        place if place.role is role else replace(place, role=role)
        for place, role in zip(places, roles, strict=True)
    )


def _role(
    tokens: Sequence[Token], hits: Sequence[Hit], spots: Sequence[int], order: int
) -> PlaceRole:
    at = spots[order]
    if _is_on_axis(tokens, spots, order):
        return PlaceRole.WHERE
    if _is_source(hits, at):
        return PlaceRole.SENDER
    moves = any(
        (hit.concept in _MOVING or hit.concept.startswith("actor:")) and not hit.negated
        for hit in hits
    )
    cue, start = _cue(tokens, at)
    if cue in _TO and moves and not _is_sensed(hits, start, cue):
        return PlaceRole.TO
    return (
        PlaceRole.FROM if _is_left(hits, spots, order, cue, start, moves=moves) else PlaceRole.WHERE
    )


def _is_left(
    hits: Sequence[Hit], spots: Sequence[int], order: int, cue: str, start: int, *, moves: bool
) -> bool:
    several = len(spots) > 1
    if cue in _OF:
        return several and _fled_just_before(hits, start)
    return (cue in _FROM and moves) or (
        order == 0 and several and _fled_just_before(hits, spots[order])
    )


_TELLING = frozenset({"teller", "hearsay"})
_OF = frozenset({"de", "du", "d"})
# Most words end no cue.
_CUE_ENDS = frozenset(cue.rsplit(" ", 1)[-1] for cue in _TO | _FROM)


def _cue(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the cue that leads to a name, past articles and words such as "foret de", and where it begins."""
    end = at
    while True:
        longest = min(_LONGEST_CUE, end) if end and tokens[end - 1].key in _CUE_ENDS else 0
        for length in range(longest, 0, -1):
            cue = " ".join(token.key for token in tokens[end - length : end])
            if cue not in _OF and (cue in _TO or cue in _FROM):
                return cue, end - length
        if end == 0 or at - end >= _LONGEST_CUE or tokens[end - 1].key not in _BETWEEN:
            break
        end -= 1
    last = tokens[at - 1].key if at else ""
    return (last, at - 1) if last in _OF else ("", at)


def _is_sensed(hits: Sequence[Hit], start: int, cue: str) -> bool:
    return cue in {"vers", "vr"} and any(
        hit.concept in _SENSED and 0 <= start - hit.end <= 1 for hit in hits
    )


def _fled_just_before(hits: Sequence[Hit], at: int) -> bool:
    """As in "menages deplaces de Ntoto", "bahunze Bambo": the place beside a flight, when there is another one."""
    return any(hit.concept in _FLEEING and 0 <= at - hit.end <= 3 for hit in hits)


def _is_on_axis(tokens: Sequence[Token], spots: Sequence[int], order: int) -> bool:
    """As in "axe Komanda-Luna", "entre Mambasa et Lolwa", "route Butembo Beni"."""
    first = spots[order]
    if order and first - spots[order - 1] <= 2:
        first = spots[order - 1]
    elif order + 1 == len(spots) or spots[order + 1] - first > 2:
        return False
    return any(token.key in _AXIS for token in tokens[max(0, first - 4) : first]) or any(
        token.hyphened for token in tokens[first : first + 3]
    )


def _is_source(hits: Sequence[Hit], at: int) -> bool:
    """As in "Un ami a Kasindi m'a dit": the place between a friend and what he said is not that of the event."""
    said_before = any(hit.concept in _TELLING and 0 <= at - hit.end <= 1 for hit in hits)
    said_after = any(hit.concept == "hearsay" and 0 <= hit.start - at <= 2 for hit in hits)
    return said_before and said_after
