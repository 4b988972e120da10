"""The receipt for a handset, as content for the plain printed form."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.formats.printing import Printable
from tocsin.records.models import Handset


def receipt_of(
    row: Handset, *, kind: str, at: datetime, is_exercise: bool
) -> Mapping[str, Printable]:
    """Return what the receipt says: codes and rules. `at` is local."""
    holder = row.holder.code if row.holder else ""
    sims = ", ".join(f"{one.code} ({one.operator})" for one in row.sims.order_by("code"))
    facts = [
        [_("Thing"), f"{row.code} · {kind} {row.model}".strip()],
        [_("SIM card"), sims or "–"],
        [_("Held by"), holder or "–"],
        [_("Charged by"), row.charged_by or "–"],
        [_("From"), f"{row.base.name} · {at:%Y-%m-%d}"],
    ]
    rules = [
        _("The thing stays ours, and is given back when you no longer warn for your community."),
        _("Keep no message and no call on it. Delete each after it was sent."),
        _("Call or text for free with the emergency number; ask for airtime by text."),
        _(
            "Lost, stolen or taken from you: tell us at once, by any other phone. Nobody will blame you."
        ),
        _("Never put yourself in danger for it."),
    ]
    return {
        "title": _("Receipt for %s") % row.code,
        "language": (get_language() or "en")[:2],
        "paper": "a5",
        "marking": _("Exercise") if is_exercise else "",
        "footer": _("Two copies: one stays with the base. It carries no name but the signature."),
        "parts": [
            {"kind": "facts", "rows": facts},
            {"kind": "heading", "text": _("What was explained")},
            *({"kind": "text", "text": f"– {rule}"} for rule in rules),
            {"kind": "signatures", "labels": [_("Received (sign or thumb)"), _("Handed over")]},
        ],
    }
