"""Reports in short on their way to telephones and stations: what the line too may have to send, once one was corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.actions.contacts import barred
from tocsin.actions.journal import Actor
from tocsin.actions.lines import Lines
from tocsin.actions.notify import USEFUL_FOR, About, Recipient, notify, radio_card
from tocsin.actions.radio_relay import radio_room
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import say
from tocsin.domain.incident_codes import make_code
from tocsin.domain.post_words import TextMeans
from tocsin.domain.report_words import ReportKind
from tocsin.domain.routing import NoRouteReason
from tocsin.domain.wording import Facts
from tocsin.domain.words import DeliveryState, Priority, Purpose
from tocsin.records.models import (
    Delivery,
    Notification,
    RadioNet,
    RadioStation,
    ReportCopy,
    ReportText,
    Responder,
    User,
)

# Traffic is no warning: an operator takes it between two calls.
PATIENCE = {ReportKind.FLASH: timedelta(minutes=15)}
PATIENCE_OF_OTHERS = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Said:
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


def text_correction(
    copies: Iterable[ReportCopy], *, by: User | Responder | Actor, at: datetime
) -> None:
    """Tell whoever was sent a text that something was corrected since; what, is read on the page."""
    for row in ReportText.objects.filter(copy__in=copies).select_related(
        "copy__reader", "copy__report"
    ):
        said = Said(
            row.copy, text_of(row.copy, Purpose.REPORT_CORRECTED), False, Purpose.REPORT_CORRECTED
        )
        send_anew(row, said, by=by, at=at)


def text_of(copy: ReportCopy, purpose: Purpose) -> str:
    """Return what a reader is told of a report that must not be overheard."""
    return say(purpose, copy.language, Facts(is_drill=copy.report.is_drill))


def send_anew(row: ReportText, said: Said, *, by: User | Responder | Actor, at: datetime) -> None:
    for name, value in sent(said, TextMeans(row.means), by=by, at=at).items():
        setattr(row, name, value)
    row.save()


def sent(
    said: Said, means: TextMeans, *, by: User | Responder | Actor, at: datetime
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


def _by_sms(sheet: Sheet, said: Said) -> dict[str, object]:
    about = About(said.purpose, said.priority, is_drill=said.copy.report.is_drill)
    one = Recipient(text=said.text, number=said.copy.reader.number)
    _, (delivery,) = notify(sheet, about, [one], lines=Lines.load(at=sheet.at))
    return {"delivery": delivery}


def _by_radio(sheet: Sheet, said: Said) -> dict[str, object]:
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
