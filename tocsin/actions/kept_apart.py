"""What a person finds to be restricted stands where those alone see it who may: this is never refused."""

from tocsin.actions.incidents_open import locked, save
from tocsin.actions.rearrange import part_off
from tocsin.actions.sheet import Sheet
from tocsin.domain.words import AlertLife, IncidentLife
from tocsin.records.models import Alert, Incident, User
from tocsin.records.queries.told import with_absorbed


def keep_apart(
    sheet: Sheet, alert: Alert, incident: Incident, *, is_found: bool, by: User
) -> Incident:
    """Return the incident in which a restricted alert stands from now on; others do not see it.

    It leaves what others read for an incident of its own, which pages for itself; one that stands
    alone guards its incident with all that was said of it. What is closed stays closed: the alert
    leaves it in any case. `is_found`: the alert was not restricted before.
    """
    incident = locked(incident)
    is_closed = incident.life == IncidentLife.CLOSED
    if incident.is_restricted and not (is_closed and is_found):
        return incident
    stands, was_alone = incident, is_alone(alert, incident)
    if is_closed or not was_alone:
        stands = part_off(incident, alert, by=by, at=sheet.at).other
        incident = locked(incident)
    if was_alone and not incident.is_restricted:
        guard(sheet, incident)
        save(incident, "is_restricted")
        sheet.announce(f"incident:{incident.number}")
    return stands


def is_alone(alert: Alert, incident: Incident) -> bool:
    """Say whether no other alert that still counts stands behind the incident."""
    others = incident.alert_links.filter(unlinked_at__isnull=True, is_suggestion=False)
    return not others.exclude(alert=alert).filter(alert__life=AlertLife.OPEN).exists()


def guard(sheet: Sheet, incident: Incident) -> None:
    """Hide it, unsaved, with its alerts, and by them its messages, and with all signposts that lead to it."""
    incident.is_restricted = True
    links = incident.alert_links.filter(unlinked_at=None, is_suggestion=False)
    Alert.objects.filter(pk__in=links.values("alert")).update(is_restricted=True)
    signposts = [one.pk for one in with_absorbed(incident) if one.pk != incident.pk]
    Incident.objects.filter(pk__in=signposts).update(is_restricted=True)
    sheet.note("incident.guarded", incident, incident=incident)
