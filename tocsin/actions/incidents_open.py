"""Number, open and lock incidents; refuse what is closed, merged or stale."""

from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import (
    INCIDENT_CLOSED,
    INCIDENT_MERGED,
    INCIDENT_STALE,
    INCIDENT_UNKNOWN,
)
from tocsin.domain.words import IncidentLife
from tocsin.records.models import Incident
from tocsin.records.prepared import ask


def next_numbers(subject: str, count: int) -> list[int]:
    """Return `count` new numbers of `incident` or `alert`. A roll-back leaves a hole, never a twin."""
    if count == 0:
        return []
    drawn = ask("select nextval(%s) from generate_series(1, %s)", [f"{subject}_number", count])
    return [int(number) for (number,) in drawn]


def locked(incident: Incident) -> Incident:
    """Lock an incident and return it as it is now. Raises Problem when it does not exist."""
    try:
        return (
            Incident.objects.select_for_update(of=("self",))
            .select_related("base", "community")
            .get(pk=incident.pk)
        )
    except Incident.DoesNotExist:
        raise Problem(INCIDENT_UNKNOWN) from None


def still_open(incident: Incident, *, version: int | None = None) -> Incident:
    """Lock an incident that people can act on. Raises Problem when it is closed, merged or stale.

    `version` is the one the person looked at; None where nothing can be overwritten.
    """
    now = locked(incident)
    if now.life == IncidentLife.MERGED and now.merged_into is not None:
        raise Problem(INCIDENT_MERGED, code=now.code, into=now.merged_into.code)
    if now.life == IncidentLife.CLOSED:
        raise Problem(INCIDENT_CLOSED, code=now.code)
    if version is not None and version != now.version:
        raise Problem(INCIDENT_STALE, code=now.code)
    return now


def save(incident: Incident, *fields: str) -> None:
    """Save these fields and raise the version, so that a stale page is refused."""
    incident.version += 1
    incident.save(update_fields=[*fields, "version"])
