"""What one viewer may be shown: every list and page reads through it (design.md §9)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.records.models import Alert, CallBack, Incident, IncidentAlert, Message


@dataclass(frozen=True, slots=True)
class Scope:
    """`areas` None means everywhere. What has no place yet is shown to all: it may be anybody's.

    With `base` only what that base answers for: its reports are counted so.
    """

    sees_restricted: bool
    areas: frozenset[UUID] | None = None
    base: UUID | None = None

    def incidents(self) -> QuerySet[Incident]:
        found = Incident.objects.all()
        if not self.sees_restricted:
            found = found.filter(is_restricted=False)
        if self.areas is not None:
            found = found.filter(
                Q(community__area__in=self.areas)
                | Q(base__area__in=self.areas)
                | Q(community=None, base=None)
            )
        return found.filter(base=self.base) if self.base else found

    def alerts(self) -> QuerySet[Alert]:
        found = Alert.objects.all()
        if not self.sees_restricted:
            found = found.filter(is_restricted=False)
        if self.areas is not None:
            found = found.filter(Q(community__area__in=self.areas) | Q(community=None))
        if self.base:
            here = IncidentAlert.objects.filter(incident__base=self.base, unlinked_at=None)
            found = found.filter(Exists(here.filter(alert=OuterRef("pk"), is_suggestion=False)))
        return found

    def messages(self) -> QuerySet[Message]:
        """Messages whose own words are not restricted; one nobody has read yet is shown."""
        found = Message.objects.all()
        if not self.sees_restricted:
            found = found.exclude(reading__is_restricted=True).exclude(
                alert_link__alert__is_restricted=True
            )
        if self.areas is not None:
            found = found.filter(
                Q(focal_point__community__area__in=self.areas) | Q(focal_point=None)
            )
        return found

    def call_backs(self) -> QuerySet[CallBack]:
        return CallBack.objects.filter(message__in=self.messages())
