"""Asking the network what our own SIM card holds: a code goes out, and its answer comes to our door."""

import re

from tocsin.channels import wording
from tocsin.channels.contract import Callback, Setting
from tocsin.channels.refusals import Unreadable
from tocsin.domain.messages import Arrival
from tocsin.domain.problems.shape import gettext_noop as _

CODE = re.compile(r"[*#][0-9*#]{1,30}#")
SETTINGS = (
    Setting("balance_code", _("Code that asks what the SIM card holds"), _("Such as *101#. Empty: it is not asked."), is_required=False),
    Setting("balance_least", _("Balance below which somebody must fill it up"), _("Such as 2000, in the currency of the operator."), is_required=False),
)  # fmt: skip
CALLBACK = Callback("balance", _("Answers to the balance code"))


def is_answer(arrival: Arrival) -> bool:
    return arrival.path.rstrip("/").endswith("/balance")


def answer_of(arrival: Arrival) -> str | None:
    """Return what the network said; None when this is another arrival. Raises Unreadable.

    The text is read for its amount and kept nowhere: operators write the card's own number into it.
    """
    if not is_answer(arrival):
        return None
    body, _marks = wording.json_object(arrival.body)
    text = body.get("text")
    if not isinstance(text, str):
        raise Unreadable('"text" is missing, or is not a string.')
    return text
