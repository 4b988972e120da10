"""Reports that went by radio, in the log of their net."""

from datetime import datetime

from tocsin.actions.radio_traffic import Form, pass_traffic
from tocsin.domain.radio_words import PRECEDENCES
from tocsin.domain.words import Priority
from tocsin.records.models import Delivery, ReportText, User


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
