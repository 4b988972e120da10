"""Count who is really behind an incident, each time an alert joins or leaves it."""

from collections.abc import Sequence

from tocsin.domain.origins import Claim, Origins, count_origins
from tocsin.domain.verification import weigh
from tocsin.domain.words import Access, AlertLife
from tocsin.records.models import Incident, IncidentAlert

COUNTED = (
    "n_messages",
    "n_origins",
    "n_first_hand",
    "n_denials",
    "verification",
    "grade",
    "last_alert_at",
)


def recount(incident: Incident) -> Origins:
    """Count and weigh the claims of an incident again, and save what changed.

    A person's own verification stands until the claims behind it change.
    """
    claims = claims_of(incident)
    origins = count_origins(claims)
    take_count(incident, claims, origins)
    incident.version += 1
    incident.save(update_fields=[*COUNTED, "version"])
    return origins


def take_count(incident: Incident, claims: Sequence[Claim], origins: Origins) -> None:
    """Copy a count into the incident, unsaved."""
    incident.n_messages = max(1, origins.messages)
    incident.n_origins = origins.independent
    incident.n_first_hand = origins.first_hand
    incident.n_denials = origins.denials
    weighed = weigh(claims)
    incident.verification = weighed.state.value
    incident.grade = f"{weighed.source_grade}{weighed.content_grade}"
    if claims:
        incident.last_alert_at = max(incident.last_alert_at, *(c.at for c in claims))


def claims_of(incident: Incident) -> list[Claim]:
    """Return what the alerts of an incident claim; what was dismissed or joined claims nothing."""
    links = (
        IncidentAlert.objects.filter(
            incident=incident,
            unlinked_at__isnull=True,
            is_suggestion=False,
            alert__life=AlertLife.OPEN,
        )
        .select_related("alert", "alert__focal_point")
        .prefetch_related("alert__message_links__message__reading")
    )
    return [claim_of(link) for link in links]


def claim_of(link: IncidentAlert) -> Claim:
    """Return one alert as a claim: people by code or hash, never by name."""
    alert = link.alert
    messages = [joined.message for joined in alert.message_links.all()]
    first = messages[0] if messages else None
    sender = bytes(first.sender_hash).hex() if first and first.sender_hash else ""
    reading = getattr(first, "reading", None) if first else None
    return Claim(
        id=str(alert.pk),
        access=Access(alert.access),
        at=alert.received_at,
        person=alert.focal_point.code if alert.focal_point else "",
        phone=sender,
        fingerprint=reading.fingerprint if reading else 0,
        is_new_number=alert.focal_point_id is None and bool(sender),
        n_messages=max(1, len(messages)),
    )
