"""What hangs on the wall of a radio room: the log of a day, and the rota with hours and order."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import requires
from tocsin.console.days import day_in
from tocsin.console.now import now_of
from tocsin.console.radio_labels import CHECK_OUTCOMES, RADIO_MODES
from tocsin.console.radio_room.nets import net_of
from tocsin.console.templatetags.moments import dtg
from tocsin.domain.access import Right
from tocsin.domain.radio_words import CheckOutcome, RadioMode
from tocsin.formats.printing import Printable, print_pdf
from tocsin.records.models import RadioNet, RadioTraffic, RollCall
from tocsin.records.queries.radio_nets import checks, members, traffic

DAYS = 7
Rows = list[Printable]


@requires(Right.RADIO)
@require_GET
def log_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The log of one local day, `?day=2026-03-14`, today where none is given."""
    net, now = net_of(slug), now_of(request)
    zone = ZoneInfo(settings.LOCAL_ZONE)
    day = day_in(request.GET.get("day", "")) or now.astimezone(zone).date()
    since = datetime.combine(day, time(), tzinfo=zone)
    parts: Rows = []
    rows = net.roll_calls.filter(due_at__gte=since, due_at__lt=since + timedelta(days=1))
    for call in rows.order_by("due_at"):
        parts += _roll_call_parts(call)
    parts += _traffic_parts(list(traffic(net, since=since).order_by("serial")))
    parts.append({"kind": "signatures", "labels": [_("Operator"), _("Relieved by")]})
    title = _("Radio log · %(net)s · %(day)s") % {"net": net.title, "day": f"{day:%Y-%m-%d}"}
    return _sheet(f"radio-log-{net.slug}-{day:%Y-%m-%d}", title, net, parts, now, flipped=True)


@requires(Right.SEE_NETWORK)
@require_GET
def rota(request: HttpRequest, slug: str) -> HttpResponse:
    """Hours and order of calling, and a week to sign who holds net control."""
    net, now = net_of(slug), now_of(request)
    today = now.astimezone(ZoneInfo(settings.LOCAL_ZONE)).date()
    signs = [
        [str(n), one.call_sign, str(one.community or one.base or ""), ""]
        for n, one in enumerate(members(net), start=1)
    ]
    week = [
        [f"{today + timedelta(days=n):%Y-%m-%d}", hour, ""]
        for n in range(DAYS)
        for hour in net.hours
    ]
    parts: Rows = [
        {
            "kind": "table",
            "head": [_("No."), _("Call sign"), _("Where"), _("Remark")],
            "widths": [1, 3, 4, 6],
            "rows": signs,
        },
        {"kind": "heading", "text": _("Who holds net control")},
        {
            "kind": "table",
            "head": [_("Day"), _("Hour"), _("Operator")],
            "widths": [2, 1, 5],
            "rows": week,
        },
    ]
    title = _("Rota · %(net)s") % {"net": net.title}
    return _sheet(f"rota-{net.slug}", title, net, parts, now)


def _roll_call_parts(call: RollCall) -> Rows:
    rows = [
        [
            f"{one.at.astimezone(ZoneInfo(settings.LOCAL_ZONE)):%H:%M}" if one.at else "",
            one.station.call_sign,
            _struck(str(CHECK_OUTCOMES[CheckOutcome(one.outcome)]), is_struck=bool(one.struck_at)),
            str(one.readability or ""),
            one.relayed_by.call_sign if one.relayed_by else "",
            one.remark,
            one.operator.name if one.operator else "",
        ]
        for one in checks(call)
    ]
    head = [
        _("Local"),
        _("Station"),
        _("Answer"),
        "1–5",
        _("Relayed by"),
        _("Remark"),
        _("Operator"),
    ]
    title = _("Roll call of %(slot)s, %(dtg)s") % {"slot": call.slot, "dtg": dtg(call.due_at)}
    return [
        {"kind": "heading", "text": title},
        {"kind": "table", "head": head, "widths": [2, 4, 4, 1, 4, 7, 3], "rows": rows},
    ]


def _traffic_parts(rows: Sequence[RadioTraffic]) -> Rows:
    if not rows:
        return [{"kind": "text", "text": _("No traffic.")}]
    head = [
        _("No."), _("When"), _("Precedence"), _("From"), _("To"), _("Message"), "1–5",
        _("Relayed by"), _("Operator"),
    ]  # fmt: skip
    lines = [
        [
            str(one.serial),
            dtg(one.at),
            one.precedence,
            one.sender,
            one.addressee,
            _struck(one.text, is_struck=one.struck_at is not None),
            str(one.readability or ""),
            one.relayed_by,
            one.operator.name,
        ]
        for one in rows
    ]
    return [
        {"kind": "heading", "text": _("Traffic")},
        {"kind": "table", "head": head, "widths": [1, 4, 3, 3, 3, 9, 1, 3, 2], "rows": lines},
    ]


def _struck(text: str, *, is_struck: bool) -> str:
    return _("[struck] %(text)s") % {"text": text} if is_struck else text


def _sheet(
    name: str, title: str, net: RadioNet, parts: Rows, now: datetime, *, flipped: bool = False
) -> HttpResponse:
    mode = RADIO_MODES[RadioMode(net.mode)]
    control = net.net_control.call_sign if net.net_control else "–"
    facts = {"frequency": net.frequency, "alternate": net.alternate or "–"}
    lead = _(
        "%(frequency)s (%(mode)s), else %(alternate)s. Roll call %(hours)s local. Net control %(control)s."
    )
    content: dict[str, Printable] = {
        "title": title,
        "language": (get_language() or "en")[:2],
        "marking": _("Exercise") if settings.EXERCISE else _("Restricted distribution"),
        "footer": f"{title} · {dtg(now)}",
        "flipped": flipped,
        "lead": lead
        % {**facts, "mode": mode, "hours": ", ".join(net.hours) or "–", "control": control},
        "parts": parts,
    }
    pdf = print_pdf("form", content, made_at=now)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
