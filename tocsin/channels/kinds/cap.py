"""Warnings of other systems as CAP (1.0 to 1.2), signed like the generic dialect or with a bearer token."""

import hmac
from collections.abc import Iterable

from tocsin.channels import dialect
from tocsin.channels.contract import Ability, About, Callback, Channel, Setting
from tocsin.channels.failures import MISCONFIGURED, SendFailed
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.channels.wording import identity
from tocsin.domain.cap_message import CapMessage, CapSegment, moment_of
from tocsin.domain.cap_rules import faults
from tocsin.domain.cap_words import CapStatus, CapType
from tocsin.domain.cap_xml import NoCap, read_cap
from tocsin.domain.messages import Arrival, Inbound, Mark, Outbound, Sent
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.words import MessageKind

ABOUT = About(
    kind="cap",
    title=_("CAP from another system"),
    abilities=frozenset({Ability.RECEIVES}),
    settings=(
        Setting("secret", _("Shared secret"), _("Signs each request, or is the bearer token."), is_secret=True),
        Setting("statuses", _("Which messages are taken"), _("Actual; in an exercise also Exercise."), default="Actual"),
    ),
    callbacks=(Callback("", _("CAP messages")),),
    schemes=frozenset(),
)  # fmt: skip

# Said in place of what was taken back, so that no word of it is read as a warning once more.
WITHDRAWN = "Retraction: the earlier warning {references} was a false alarm, it is withdrawn."
LONGEST = 1_500


class Cap(Channel):
    """One message becomes one inbound text, in the language that the mission reads best."""

    about = ABOUT

    def verify(self, arrival: Arrival) -> None:
        given = arrival.headers.get("authorization", "")
        if not given:
            dialect.verify(arrival, self.settings.get("secret", ""))
            return
        secret = self.settings.get("secret", "")
        if not secret or not hmac.compare_digest(given.encode(), f"Bearer {secret}".encode()):
            raise Refused("The bearer token is wrong.")

    def read(self, arrival: Arrival) -> list[Inbound]:
        """Return the warning, nothing for an Ack or an Error. Raises Unreadable, and it is kept."""
        try:
            message = read_cap(arrival.body)
        except NoCap as wrong:
            raise Unreadable(f"No CAP: {wrong}.") from None
        if not message.identifier or not message.sender:
            raise Unreadable("A CAP message needs an identifier and a sender.")
        if message.status not in self.settings["statuses"].replace(",", " ").split():
            raise Unreadable(f"The status {_word(message.status)} is not taken here.")
        if message.type in (CapType.ACK, CapType.ERROR):
            return []
        return [self._inbound(message, arrival)]

    async def send(self, outbound: Outbound) -> Sent:  # noqa: ARG002 - a gateway of warnings only
        raise SendFailed(MISCONFIGURED, "receives_only")

    def _inbound(self, message: CapMessage, arrival: Arrival) -> Inbound:
        sent_at, text = moment_of(message.sent), _text(message)
        marks = [Mark.CLOCK_OFF.value] if sent_at is None else []
        marks += [one.code for one in faults(message)[:5] if one.level == "error"]
        return Inbound(
            kind=MessageKind.SYSTEM,
            sender=message.sender[:200],
            recipient="",
            text=text,
            external_id=identity(
                f"{message.sender},{message.identifier}", message.sent, message.type, text
            ),
            sent_at=sent_at,
            flags=tuple(dict.fromkeys(marks)),
            raw=arrival.body,
        )


def _text(message: CapMessage) -> str:
    if message.type == CapType.CANCEL:
        return WITHDRAWN.format(references=message.references[:120])
    info = _best(message.infos)
    if info is None:
        return message.note[:LONGEST]
    areas = ", ".join(area.description for area in info.areas)
    said = _once([info.headline or info.event, info.description, areas])
    return ". ".join(said)[:LONGEST]


def _best(infos: Iterable[CapSegment]) -> CapSegment | None:
    order = ("fr", "sw", "en")
    ranked = sorted(
        infos, key=lambda one: order.index(one.language[:2]) if one.language[:2] in order else 3
    )
    return ranked[0] if ranked else None


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(text.split()).rstrip(".") for text in texts if text.strip()))


def _word(status: str) -> str:
    return status if status in list(CapStatus) else "unknown"
