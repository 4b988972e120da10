"""The likeliest answers to a message, each one key away: confirm a kind, or dismiss for what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.console.forms.triage import DISMISSALS
from tocsin.console.labels import KINDS, PRIORITIES
from tocsin.domain.learning_words import DISMISSED_AS
from tocsin.domain.words import NOT_WARNINGS, Kind, Priority
from tocsin.records.models import Message

AT_MOST = 3
# Not warnings, and yet an alert is made of them: they speak of what others said.
CONFIRMED = frozenset({Kind.RUMOUR, Kind.ALL_CLEAR})
_REASONS = dict(DISMISSALS)


@dataclass(frozen=True, slots=True)
class Pick:
    """One button: its key, its words, where it posts to, and with what."""

    key: str
    label: str
    url: str
    fields: tuple[tuple[str, str], ...]


def picks(message: Message, kinds: Sequence[Kind], priority: str) -> list[Pick]:
    """Return up to three answers, the proposed kind first. No pick lowers the priority."""
    wanted = list(dict.fromkeys(kinds))
    found = [pick for kind in wanted if (pick := _pick(message, kind, priority)) is not None]
    return [
        Pick(str(key), one.label, one.url, one.fields)
        for key, one in enumerate(found[:AT_MOST], start=1)
    ]


def _pick(message: Message, kind: Kind, priority: str) -> Pick | None:
    why = next((why for why, said in DISMISSED_AS.items() if said is kind), None)
    if why is not None:
        label = _("Nothing to act on: %(why)s") % {"why": _REASONS[why]}
        return Pick("", label, reverse("console:dismiss", args=[message.pk]), (("why", why),))
    if not priority or (kind in NOT_WARNINGS and kind not in CONFIRMED):
        return None
    named = {"kind": KINDS[kind], "priority": PRIORITIES[Priority(priority)]}
    fields = (("kind", kind.value), ("priority", priority))
    label = _("%(kind)s, %(priority)s") % named
    return Pick("", label, reverse("console:confirm", args=[message.pk]), fields)
