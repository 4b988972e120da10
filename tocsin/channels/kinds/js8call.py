"""Text by very weak signals on short wave: JS8Call, through its TCP interface (messaging.md §7.3)."""

from collections.abc import Mapping
from typing import Any

from tocsin.channels import js8
from tocsin.channels.contract import Ability, About, Clock, Ear, Setting, Sign, wall_clock
from tocsin.channels.failures import BAD_NUMBER, TOO_LONG, SendFailed
from tocsin.channels.held_line import HeldLine
from tocsin.channels.http import HttpClient
from tocsin.channels.wording import ascii_of, identity, json_object, moment
from tocsin.domain.messages import Arrival, Inbound, Mark, Outbound, Receipt, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.radio_addresses import BadAddress, canonical_address
from tocsin.domain.words import DeliveryState, MessageKind

LONGEST = 150  # characters: a sentence takes minutes, and the band is everybody's
_HEARD = ("RX.DIRECTED", "RX.SPOT", "RX.ACTIVITY")

ABOUT = About(
    kind="js8call",
    title=_("Weak signals on short wave (JS8Call)"),
    abilities=frozenset({Ability.SENDS, Ability.LISTENS, Ability.RECEIPTS}),
    settings=(
        Setting("call_sign", _("Our call sign"), _("As it stands in JS8Call.")),
        Setting("host", _("Machine of JS8Call"), default="127.0.0.1"),
        Setting("port", _("TCP port"), _("Of JS8Call: 2442."), default="2442"),
        Setting("group", _("Our group"), _("Such as @TOCSIN; may be empty."), is_required=False),
    ),
    schemes=frozenset({"js8"}),
    max_characters=LONGEST,
)


class Js8Call(HeldLine):
    """A call sign proves nobody. An ACK names no message, so it counts only when one is owed."""

    about = ABOUT

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        super().__init__(settings, client=client, clock=clock)
        self._owed: dict[str, set[str]] = {}

    async def listen(self, ear: Ear) -> None:
        await self.hold(js8.Lines().feed, ear)

    def read(self, arrival: Arrival) -> list[Inbound]:
        event, marks = json_object(arrival.body)
        said = js8.params_of(event)
        if event.get("type") != "RX.DIRECTED" or not self._is_for_us(said) or js8.is_ack(said):
            return []
        sender, text = js8.from_of(said), js8.words_of(said)
        heard_at, more = moment(said.get("UTC"), received_at=arrival.received_at)
        sent = js8.word_of(said, "UTC")
        blank = () if text else (Mark.EMPTY,)
        return [
            Inbound(
                kind=MessageKind.RADIO,
                sender=sender,
                recipient=js8.word_of(said, "TO"),
                text=text,
                external_id=identity(sender, sent, text) if sent else None,
                sent_at=heard_at,
                flags=(Mark.UNPROVEN, *blank, *marks, *more),
                raw=arrival.body,
            )
        ]

    def receipts(self, arrival: Arrival) -> list[Receipt]:
        event, _ = json_object(arrival.body)
        said = js8.params_of(event)
        is_answer = (
            event.get("type") == "RX.DIRECTED" and self._is_for_us(said) and js8.is_ack(said)
        )
        owed = self._owed.pop(js8.from_of(said), set()) if is_answer else set()
        if len(owed) != 1:
            return []
        return [Receipt(DeliveryState.DELIVERED, delivery=owed.pop(), code="ACK")]

    def signs(self, arrival: Arrival) -> list[Sign]:
        event, _ = json_object(arrival.body)
        said = js8.params_of(event)
        named = js8.from_of(said) or js8.word_of(said, "CALL").upper()
        if event.get("type") not in _HEARD or not named or named == self._own():
            return []
        return [Sign(named)]

    async def send(self, outbound: Outbound) -> Sent:
        """Hand the message to JS8Call, which sends it as soon as the band lets it."""
        try:
            to = canonical_address("js8", outbound.to)
        except BadAddress as error:
            raise SendFailed(BAD_NUMBER, "call_sign") from error
        text = " ".join(ascii_of(outbound.text).upper().split())
        if len(text) > LONGEST:
            raise SendFailed(TOO_LONG)
        await self.write(js8.order(to, text))
        self._owed.setdefault(to, set()).add(outbound.id)
        return Sent(SentState.SENT, (outbound.id,))

    def _is_for_us(self, said: Mapping[str, Any]) -> bool:
        to = js8.word_of(said, "TO").upper()
        return bool(to) and to in (self._own(), self.settings["group"].upper())

    def _own(self) -> str:
        return self.settings["call_sign"].strip().upper()
