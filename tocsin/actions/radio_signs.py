"""Signs of life that radios give by themselves: heard, and how full the battery is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tocsin.channels.listening import Sign
from tocsin.records.models import RadioStation
from tocsin.records.sealed import hashes_of


@transaction.atomic
def record_signs(signs: Sequence[Sign], *, at: datetime) -> int:
    """Write down which known stations gave a sign of life; return how many.

    Mechanical, so no line of the log book. Whoever keeps the station is not thereby heard: a set
    can speak without its holder.
    """
    known = 0
    for sign in signs:
        facts: dict[str, object] = {"last_heard_at": at}
        if sign.battery is not None:
            facts |= {"battery": sign.battery, "battery_at": at}
        known += RadioStation.objects.filter(
            address_hash__in=hashes_of(sign.address), ended_at=None
        ).update(**facts)
    return known
