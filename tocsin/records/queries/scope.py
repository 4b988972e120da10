"""What one viewer may be shown: every list and page reads through it (design.md §9)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.records.models import Alert, CallBack, Incident, IncidentAlert, Message


@dataclass(frozen=True, slots=True)
class Scope:
    """`areas` None means everywhere. What has no place yet is shown to all: it may be anybody's.

    With `base` only what that base answers for: its reports are counted so. `restricted_in` are the areas where
    what is restricted is shown too, if `sees_restricted`; None: wherever they see at all.
    """

    sees_restricted: bool
    areas: frozenset[UUID] | None = None
    base: UUID | None = None
    restricted_in: frozenset[UUID] | None = None

    def incidents(self) -> QuerySet[Incident]:
        found = Incident.objects.all()
        if not self.sees_restricted:
            found = found.filter(is_restricted=False)
        elif self.restricted_in is not None:
            found = found.filter(Q(is_restricted=False) | _incidents_of(self.restricted_in))
        if self.areas is not None:
            found = found.filter(_incidents_of(self.areas))
        return found.filter(base=self.base) if self.base else found

    def alerts(self) -> QuerySet[Alert]:
        found = Alert.objects.all()
        if not self.sees_restricted:
            found = found.filter(is_restricted=False)
        elif self.restricted_in is not None:
            found = found.filter(Q(is_restricted=False) | _alerts_of(self.restricted_in))
        if self.areas is not None:
            found = found.filter(_alerts_of(self.areas))
        if self.base:
            here = IncidentAlert.objects.filter(incident__base=self.base, unlinked_at=None)
            found = found.filter(Exists(here.filter(alert=OuterRef("pk"), is_suggestion=False)))
        return found

    def messages(self) -> QuerySet[Message]:
        """Messages whose own words are not restricted; one nobody has read yet is shown."""
        found = Message.objects.all()
        hidden = Q(reading__is_restricted=True) | Q(alert_link__alert__is_restricted=True)
        if not self.sees_restricted:
            found = found.exclude(reading__is_restricted=True).exclude(
                alert_link__alert__is_restricted=True
            )
        elif self.restricted_in is not None:
            guarded = Message.objects.filter(hidden).exclude(_messages_of(self.restricted_in))
            found = found.exclude(pk__in=guarded.values("pk"))
        if self.areas is not None:
            found = found.filter(_messages_of(self.areas))
        return found

    def call_backs(self) -> QuerySet[CallBack]:
        return CallBack.objects.filter(message__in=self.messages())


# A community or base that nobody has put in an area is nowhere yet, too.
_NOWHERE = Q(community__area=None, base__area=None)


def _incidents_of(areas: frozenset[UUID]) -> Q:
    return Q(community__area__in=areas) | Q(base__area__in=areas) | _NOWHERE


def _alerts_of(areas: frozenset[UUID]) -> Q:
    return Q(community__area__in=areas) | Q(community__area=None)


def _messages_of(areas: frozenset[UUID]) -> Q:
    """By who sent it; where nobody known did, by the place of the alert that came of it."""
    unknown = Q(focal_point__community__area=None) & (
        Q(alert_link__alert__community__area=None) | Q(alert_link__alert__community__area__in=areas)
    )
    return Q(focal_point__community__area__in=areas) | unknown
