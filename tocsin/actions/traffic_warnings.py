"""A message passed on a net, made a warning of."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.log import log_message
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import RADIO_UNKNOWN
from tocsin.domain.words import MessageKind
from tocsin.records.models import RadioStation, RadioTraffic, User


@transaction.atomic
def warn_from_traffic(key: UUID, *, by: User, at: datetime) -> RadioTraffic:
    """Hand a line to the line: it is read and judged like any other message. Twice is once."""
    row = (
        RadioTraffic.objects.select_for_update(of=("self",)).filter(pk=key, struck_at=None).first()
    )
    if row is None:
        raise Problem(RADIO_UNKNOWN)
    if row.message_id is not None:
        return row
    station = (
        RadioStation.objects.filter(call_sign=row.sender, ended_at=None)
        .select_related("focal_point", "community")
        .first()
    )
    row.message = log_message(
        by=by,
        at=at,
        kind=MessageKind.RADIO,
        text=row.text,
        client_id=f"traffic-{row.pk}",
        sender="" if station and station.focal_point else row.sender,
        focal_point=station.focal_point if station else None,
        community=station.community if station else None,
        happened_at=row.at,
    )
    row.save(update_fields=["message"])
    return row
