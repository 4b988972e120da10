"""Receipts: whoever wrote is owed "we have it", and two machines never thank each other for ever."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.actions.debts import owe
from tocsin.actions.sheet import Sheet
from tocsin.domain.words import FeedbackClock, Priority
from tocsin.records.models import Feedback, FocalPoint, Incident, Message

RECEIPTS_AN_HOUR = 6


@dataclass(frozen=True, slots=True)
class Debts:
    """Receipts owed to those who wrote, counted once for all of them."""

    sheet: Sheet
    lately: Counter[UUID]  # receipts of the last hour, by focal point

    @classmethod
    def load(cls, sheet: Sheet, people: Iterable[FocalPoint | None]) -> "Debts":
        return cls(sheet, _receipts_of_last_hour({p.pk for p in people if p}, at=sheet.at))

    def owe_receipt(
        self,
        message: Message,
        person: FocalPoint | None,
        incident: Incident | None,
        priority: Priority,
    ) -> None:
        """Owe the source "we have it" (F1). Somebody unknown to us is a debt that a person settles.

        So is the seventh receipt within an hour: two machines may be answering each other
        (messaging.md §16, rule 6).
        """
        is_loop = person is not None and self.lately[person.pk] >= RECEIPTS_AN_HOUR
        if person is not None:
            self.lately[person.pk] += 1
        owe(
            self.sheet,
            FeedbackClock.RECEIPT,
            priority=priority,
            incident=incident,
            message=message,
            person=person,
            reason="feedback.answers_itself" if is_loop else "",
        )


def _receipts_of_last_hour(people: Collection[UUID], *, at: datetime) -> Counter[UUID]:
    if not people:
        return Counter()
    receipts = Feedback.objects.filter(
        focal_point__in=people,
        clock=FeedbackClock.RECEIPT,
        created_at__gt=at - timedelta(hours=1),
    )
    return Counter(receipts.values_list("focal_point", flat=True))
