"""Rows of the board as its templates take them: codes turned into words, distances and grids."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.console.access import Viewer
from tocsin.console.grid import grid_of
from tocsin.console.labels import (
    DECISIONS,
    ESCALATIONS,
    INCIDENT_LIVES,
    KINDS,
    MESSAGE_KINDS,
    POINTS,
)
from tocsin.domain.access import Right
from tocsin.domain.earth import direction, kilometres
from tocsin.domain.words import DecisionKind, EscalationState, IncidentLife, Kind, MessageKind
from tocsin.records.queries.board import BoardRow


@dataclass(frozen=True, slots=True)
class RowView:
    """What `_components/incident_row.html` shows. `words` is empty when there were none."""

    uuid: UUID
    number: int
    code: str
    priority: str
    kind_label: str
    place_name: str
    state_label: str
    owner_label: str
    is_unacknowledged: bool
    is_overdue: bool
    is_closed: bool
    opened_at: datetime
    words: str
    words_language: str
    bearing: str
    mgrs: str
    source_code: str
    channel_label: str
    grade: str
    origins_label: str
    url: str
    ack_url: str


def row_view(row: BoardRow, viewer: Viewer) -> RowView:
    headline = row.headline
    can_acknowledge = row.is_unacknowledged and Right.ACKNOWLEDGE in viewer.rights
    return RowView(
        uuid=row.id,
        number=row.number,
        code=row.code,
        priority=row.priority,
        kind_label=str(KINDS[Kind(row.kind)]),
        place_name=row.place_name or _("place not known"),
        state_label=state_label(row),
        owner_label="" if row.is_closed else row.owner,
        is_unacknowledged=row.is_unacknowledged,
        is_overdue=row.is_overdue,
        is_closed=row.is_closed,
        opened_at=row.opened_at,
        words=_one_line(headline.words) if headline else "",
        words_language=headline.language if headline else "",
        bearing=bearing(row),
        mgrs=grid_of(row.lat, row.lon),
        source_code=headline.source if headline else "",
        channel_label=str(MESSAGE_KINDS[MessageKind(headline.channel)]) if headline else "",
        grade=row.grade,
        origins_label=origins_label(row.n_origins, row.n_first_hand, row.n_denials),
        url=reverse("console:incident", args=[row.number]),
        ack_url=reverse("console:acknowledge", args=[row.number]) if can_acknowledge else "",
    )


def state_label(row: BoardRow) -> str:
    """Return what stands at the end of a row: who has it, what was decided, how it ended."""
    if row.is_closed or not row.state:
        return str(INCIDENT_LIVES[IncidentLife(row.life)])
    if row.decision and row.state != EscalationState.EXHAUSTED:
        return str(DECISIONS[DecisionKind(row.decision)])
    return str(ESCALATIONS[EscalationState(row.state)])


def bearing(row: BoardRow) -> str:
    """Return `15 km N of Beni`, seen from the base, or nothing without both points."""
    here, there = (row.base_lat, row.base_lon), (row.lat, row.lon)
    if None in here or None in there:
        return ""
    points = (*here, *there)
    far = kilometres(*points)  # type: ignore[arg-type]  # none of the four is None here
    if far < 1:
        return _("at %(base)s") % {"base": row.base_name}
    return _("%(km)s km %(direction)s of %(base)s") % {
        "km": round(far),
        "direction": POINTS[direction(*points)],  # type: ignore[arg-type]  # as above
        "base": row.base_name,
    }


def origins_label(n_origins: int, n_first_hand: int, n_denials: int) -> str:
    """Return how many independent origins there are, and whether somebody denies it."""
    said = ngettext("%(n)s origin", "%(n)s origins", n_origins) % {"n": n_origins}
    if n_first_hand:
        said += ", " + _("%(n)s first-hand") % {"n": n_first_hand}
    if n_denials:
        said += ", " + ngettext("%(n)s denial", "%(n)s denials", n_denials) % {"n": n_denials}
    return said


def _one_line(words: str) -> str:
    return " ".join(words.split())[:200]
