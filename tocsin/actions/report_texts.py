"""Reports in short, to telephones and stations: queued with the release, like any other text of ours."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor
from tocsin.actions.report_heads import opened
from tocsin.actions.report_texting import Said, send_anew, sent, text_of
from tocsin.domain.post_words import TextMeans
from tocsin.domain.problems import POST_NOT_FAILED, Problem
from tocsin.domain.report_words import Audience
from tocsin.domain.reports.radio import may_be_overheard
from tocsin.domain.words import DeliveryState, Purpose, RadioOutcome
from tocsin.records.models import (
    Delivery,
    RadioTask,
    ReportCopy,
    ReportText,
    Responder,
    User,
)

GIVEN_UP = (DeliveryState.FAILED, DeliveryState.EXPIRED)


def queue_texts(
    copies: Iterable[ReportCopy], *, by: User | Responder | Actor, at: datetime
) -> None:
    """Put the short version on its way to readers who have a telephone or a station."""
    for copy in copies:
        said = _said(copy)
        for means in _means(copy):
            ReportText.objects.create(
                copy=copy, means=means.value, **sent(said, means, by=by, at=at)
            )


@transaction.atomic
def text_again(text: ReportText, *, by: User, at: datetime) -> None:
    """Try once more what was given up, to the number or station that the reader has now."""
    row = (
        ReportText.objects.select_for_update(of=("self",))
        .select_related(
            "delivery__notification", "copy__reader", "copy__report__base", "copy__report__area",
            "copy__report__incident__base", "copy__report__incident__place",
            "copy__report__incident__community",
        )
        .get(pk=text.pk)
    )  # fmt: skip
    if row.delivery.state not in GIVEN_UP:
        raise Problem(POST_NOT_FAILED)
    was = Purpose(row.delivery.notification.purpose)
    said = _said(row.copy)
    if was is Purpose.REPORT_CORRECTED:
        said = Said(row.copy, text_of(row.copy, was), False, was)
    send_anew(row, said, by=by, at=at)


def stop_texts(copies: Iterable[ReportCopy], *, at: datetime) -> None:
    """Send nothing more to a reader who was taken off the list, and take the card from the operator."""
    rows = Delivery.objects.filter(report_text__copy__in=copies)
    cards = RadioTask.objects.filter(delivery__in=rows, outcome=RadioOutcome.WAITING)
    for card in cards.select_related("delivery"):
        card.outcome, card.ended_at = RadioOutcome.NO_CONTACT.value, at
        card.save(update_fields=["outcome", "ended_at"])
        card.delivery.state = DeliveryState.CANCELLED.value
        card.delivery.save(update_fields=["state"])
    rows.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.CANCELLED.value, due_at=None)


def _means(copy: ReportCopy) -> Sequence[TextMeans]:
    has = ((copy.reader.number, TextMeans.SMS), (copy.reader.call_sign, TextMeans.RADIO))
    return [means for address, means in has if address]


def _said(copy: ReportCopy) -> Said:
    read, audience = opened(copy.report, language=copy.language), Audience(copy.audience)
    if may_be_overheard(read.head.about, audience):
        return Said(copy, read.radio(audience), carries=True)
    return Said(copy, text_of(copy, Purpose.REPORT), carries=False)
