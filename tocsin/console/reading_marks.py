"""The words of a message cut where they led to something, each stretch with what it led to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.console.labels import KINDS
from tocsin.domain.reading.result import Reading, Reason, Span
from tocsin.domain.words import Flag, Kind

FLAGS: dict[Flag, Promise] = {
    Flag.NEGATED: gettext_lazy("says it did not happen"),
    Flag.HEARSAY: gettext_lazy("hearsay"),
    Flag.QUOTED: gettext_lazy("words of somebody else"),
    Flag.PAST: gettext_lazy("over, days ago"),
    Flag.RETRACTS: gettext_lazy("takes something back"),
    Flag.DURESS: gettext_lazy("may be under duress"),
    Flag.IN_PROGRESS: gettext_lazy("going on now"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the message. `sort` is what its first mark is, `tag` a word for it; empty where it led to nothing."""

    text: str
    sort: str = ""
    tag: str = ""


def segments(text: str, reading: Reading) -> Iterator[Segment]:
    """Cut the message at every mark; a stretch that led to two things names both."""
    marks = [mark for mark in _marks(reading) if 0 <= mark[0].start < mark[0].end <= len(text)]
    edges = {0, len(text)}
    edges |= {edge for span, _, _ in marks for edge in (span.start, span.end)}
    cuts = sorted(edges)
    if len(cuts) == 1:
        yield Segment(text)
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark[0].start <= start and end <= mark[0].end]
        tags = dict.fromkeys(tag for _, _, tag in over)
        yield Segment(text[start:end], over[0][1] if over else "", ", ".join(tags))


def _marks(reading: Reading) -> Iterator[tuple[Span, str, str]]:
    for place in reading.places:
        if place.span:
            yield place.span, "place", _("place: %(name)s") % {"name": place.name or "?"}
    for actor in reading.actors:
        if actor.span:
            yield actor.span, "actor", _("actor: %(code)s") % {"code": actor.code}
    for one in reading.why:
        mark = _of_reason(one)
        if one.span and mark:
            yield one.span, *mark


def _of_reason(one: Reason) -> tuple[str, str] | None:
    part, _colon, code = one.part.partition(":")
    if part == "kind" and code in list(Kind):
        return "kind", str(KINDS[Kind(code)])
    if part == "count":
        return "count", count_name(code)
    if part == "time":
        return "time", _("time")
    if part == "flag" and code in list(Flag):
        return "flag", str(FLAGS[Flag(code)])
    return None


COUNTS: dict[str, Promise] = {
    "dead": gettext_lazy("dead"),
    "killed": gettext_lazy("killed"),
    "injured": gettext_lazy("injured"),
    "abducted": gettext_lazy("taken away"),
    "arrested": gettext_lazy("arrested"),
    "raped": gettext_lazy("raped"),
    "recruited": gettext_lazy("recruited"),
    "displaced": gettext_lazy("displaced"),
    "returned": gettext_lazy("returned"),
    "armed_men": gettext_lazy("armed men"),
    "households": gettext_lazy("households"),
    "houses": gettext_lazy("houses"),
    "shops": gettext_lazy("shops"),
    "cattle": gettext_lazy("cattle"),
    "motorbikes": gettext_lazy("motorbikes"),
    "vehicles": gettext_lazy("vehicles"),
    "phones": gettext_lazy("phones"),
    "money": gettext_lazy("money"),
}


def count_name(role: str) -> str:
    """Return what was counted, in words."""
    return str(COUNTS.get(role, role.replace("_", " ")))
