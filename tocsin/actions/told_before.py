"""The incident that others have opened in the same words, which an alert goes into as well."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from tocsin.actions.nearby import OpenIncidents
from tocsin.domain.triage import Assessment
from tocsin.records.models import Alert, Incident


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What the messages of a batch opened, none of it on disk yet, and what those before it did."""

    among: OpenIncidents
    _of_batch: dict[str, Incident] = field(default_factory=dict)

    def keep(self, message: UUID, incident: Incident) -> None:
        self._of_batch[str(message)] = incident

    def of(self, alert: Alert, assessment: Assessment) -> Incident | None:
        """Return the open incident that tells the same, or may: then neither of them is anywhere yet.

        Once a person has said where the first one is, another number that nobody knows may be
        somewhere else, and opens its own.
        """
        if assessment.told_in:
            return self._of(assessment.told_in, is_nowhere=False)
        if assessment.perhaps_in and alert.lat is None:
            return self._of(assessment.perhaps_in, is_nowhere=True)
        return None

    def _of(self, messages: Iterable[str], *, is_nowhere: bool) -> Incident | None:
        here = (self._of_batch[one] for one in messages if one in self._of_batch)
        found = next((one for one in here if not is_nowhere or one.lat is None), None)
        return found or self._on_disk(messages, is_nowhere=is_nowhere)

    def _on_disk(self, messages: Iterable[str], *, is_nowhere: bool) -> Incident | None:
        told = Incident.objects.open().filter(
            alert_links__alert__message_links__message__in=[UUID(one) for one in messages],
            alert_links__unlinked_at__isnull=True,
            alert_links__is_suggestion=False,
        )
        told = told.filter(lat__isnull=True) if is_nowhere else told
        known = told.select_related("base", "community").order_by("number").first()
        return self.among.taken_in(known) if known else None
