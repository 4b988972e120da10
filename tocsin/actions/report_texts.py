"""Reports in short, to telephones and stations: queued with the release, like any other text of ours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.contacts import barred
from tocsin.actions.journal import Actor
from tocsin.actions.lines import Lines
from tocsin.actions.notify import USEFUL_FOR, About, Recipient, notify, radio_card
from tocsin.actions.radio_relay import radio_room
from tocsin.actions.radio_traffic import Form, pass_traffic
from tocsin.actions.report_heads import opened
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import say
from tocsin.domain.incident_codes import make_code
from tocsin.domain.post_words import TextMeans
from tocsin.domain.problems import POST_NOT_FAILED, Problem
from tocsin.domain.radio_words import PRECEDENCES
from tocsin.domain.report_words import Audience, ReportKind
from tocsin.domain.reports.radio import may_be_overheard
from tocsin.domain.routing import NoRouteReason
from tocsin.domain.wording import Facts
from tocsin.domain.words import DeliveryState, Priority, Purpose, RadioOutcome
from tocsin.records.models import (
    Delivery,
    Notification,
    RadioNet,
    RadioStation,
    RadioTask,
    ReportCopy,
    ReportText,
    Responder,
    User,
)

# Traffic is no warning: an operator takes it between two calls.
PATIENCE = {ReportKind.FLASH: timedelta(minutes=15)}
PATIENCE_OF_OTHERS = timedelta(hours=3)
GIVEN_UP = (DeliveryState.FAILED, DeliveryState.EXPIRED)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one reader is told in short, and whether it is the report itself."""

    copy: ReportCopy
    text: str
    carries: bool
    purpose: Purpose = Purpose.REPORT

    @property
    def kind(self) -> ReportKind:
        return ReportKind(self.copy.report.kind)

    @property
    def priority(self) -> Priority:
        return Priority.P3 if self.kind is ReportKind.FLASH else Priority.P4


def queue_texts(
    copies: Iterable[ReportCopy], *, by: User | Responder | Actor, at: datetime
) -> None:
    """Put the short version on its way to readers who have a telephone or a station."""
    for copy in copies:
        said = _said(copy)
        for means in _means(copy):
            ReportText.objects.create(
                copy=copy, means=means.value, **_sent(said, means, by=by, at=at)
            )


def text_correction(
    copies: Iterable[ReportCopy], *, by: User | Responder | Actor, at: datetime
) -> None:
    """Tell whoever was sent a text that something was corrected since; what, is read on the page."""
    for row in ReportText.objects.filter(copy__in=copies).select_related(
        "copy__reader", "copy__report"
    ):
        said = _Said(
            row.copy, _words(row.copy, Purpose.REPORT_CORRECTED), False, Purpose.REPORT_CORRECTED
        )
        _send_anew(row, said, by=by, at=at)


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
        said = _Said(row.copy, _words(row.copy, was), False, was)
    _send_anew(row, said, by=by, at=at)


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


def log_report_traffic(delivery: Delivery, *, by: User, at: datetime) -> None:
    """Write what was read back into the log of its net: traffic, with its serial and date-time group."""
    row = ReportText.objects.filter(delivery=delivery).select_related("net").first()
    if row is None or row.net is None:
        return
    form = Form(
        at=delivery.created_at,
        sender=row.sender,
        addressee=delivery.to,
        text=delivery.text,
        precedence=PRECEDENCES[Priority(delivery.priority)],
    )
    pass_traffic(row.net, form, by=by, at=at)


def _means(copy: ReportCopy) -> Sequence[TextMeans]:
    has = ((copy.reader.number, TextMeans.SMS), (copy.reader.call_sign, TextMeans.RADIO))
    return [means for address, means in has if address]


def _said(copy: ReportCopy) -> _Said:
    read, audience = opened(copy.report, language=copy.language), Audience(copy.audience)
    if may_be_overheard(read.head.about, audience):
        return _Said(copy, read.radio(audience), carries=True)
    return _Said(copy, _words(copy, Purpose.REPORT), carries=False)


def _words(copy: ReportCopy, purpose: Purpose) -> str:
    return say(purpose, copy.language, Facts(is_drill=copy.report.is_drill))


def _send_anew(row: ReportText, said: _Said, *, by: User | Responder | Actor, at: datetime) -> None:
    for name, value in _sent(said, TextMeans(row.means), by=by, at=at).items():
        setattr(row, name, value)
    row.save()


def _sent(
    said: _Said, means: TextMeans, *, by: User | Responder | Actor, at: datetime
) -> dict[str, object]:
    """Put one text on its way; return what the row of it keeps."""
    sheet = Sheet(at=at, by=by)
    kept = _by_sms(sheet, said) if means is TextMeans.SMS else _by_radio(sheet, said)
    sheet.note(
        "report.texted", said.copy, incident=said.copy.report.incident_id,
        reference=said.copy.report.reference, audience=said.copy.audience, means=means.value,
        carries=said.carries,
    )  # fmt: skip
    sheet.announce("report:all", "wake:deliver")
    sheet.write()
    return {**kept, "carries": said.carries}


def _by_sms(sheet: Sheet, said: _Said) -> dict[str, object]:
    about = About(said.purpose, said.priority, is_drill=said.copy.report.is_drill)
    one = Recipient(text=said.text, number=said.copy.reader.number)
    _, (delivery,) = notify(sheet, about, [one], lines=Lines.load(at=sheet.at))
    return {"delivery": delivery}


def _by_radio(sheet: Sheet, said: _Said) -> dict[str, object]:
    """Make a card in standard form; where nobody can carry it, a delivery that failed and says why."""
    sign = said.copy.reader.call_sign
    delivery = Delivery(
        notification=sheet.add(
            Notification(
                purpose=said.purpose.value, priority=said.priority.value, created_at=sheet.at,
                is_drill=said.copy.report.is_drill,
            )
        ),
        to=sign,
        text=said.text,
        priority=said.priority.value,
        not_after=sheet.at + USEFUL_FOR[said.priority],
        created_at=sheet.at,
    )  # fmt: skip
    sheet.add(delivery)
    net, reason = net_of(sign)
    room = radio_room()
    if net is None or room is None:
        delivery.state = DeliveryState.FAILED.value
        delivery.failure = (reason or NoRouteReason.NO_GATEWAY).value
        return {"delivery": delivery}
    delivery.state, delivery.gateway, delivery.preferred = DeliveryState.UNKNOWN.value, room, room
    delivery.n_tries, delivery.attempted_at = 1, sheet.at
    patience = PATIENCE.get(said.kind, PATIENCE_OF_OTHERS)
    code = make_code(delivery.pk.int)
    sheet.add(radio_card(delivery, call_sign=sign, read_back=code, at=sheet.at, patience=patience))
    sheet.announce("radio:all")
    control = net.net_control.call_sign if net.net_control else net.title
    return {"delivery": delivery, "net": net, "sender": control}


def net_of(sign: str) -> tuple[RadioNet | None, NoRouteReason | None]:
    """Return the net on which a station is called, or why it is not called at all."""
    station = RadioStation.objects.filter(call_sign=sign, ended_at=None).first()
    if station is None:
        return None, NoRouteReason.NO_ADDRESS
    if station.focal_point and barred(station.focal_point):
        return None, NoRouteReason.NEVER_WRITTEN_TO
    found = RadioNet.objects.filter(members__station=station, ended_at=None)
    net = found.select_related("net_control").order_by("slug").first()
    return net, None if net else NoRouteReason.NO_ADDRESS
