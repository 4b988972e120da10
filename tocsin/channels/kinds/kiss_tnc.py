"""Packet radio: messages of APRS through any modem that speaks KISS over TCP, such as direwolf."""

import asyncio
import contextlib
from collections.abc import Mapping

from tocsin.channels import aprs
from tocsin.channels.ax25 import BadFrame, Frame, KissReader, decode, encode, kiss
from tocsin.channels.contract import Ability, About, Clock, Ear, Setting, Sign, wall_clock
from tocsin.channels.failures import BAD_NUMBER, MISCONFIGURED, TOO_LONG, SendFailed
from tocsin.channels.held_line import Answering, HeldLine
from tocsin.channels.http import HttpClient
from tocsin.channels.refusals import Unreadable
from tocsin.domain.messages import Arrival, Inbound, Mark, Outbound, Receipt, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.radio_addresses import BadAddress, canonical_address
from tocsin.domain.words import DeliveryState, MessageKind, Priority

ABOUT = About(
    kind="kiss_tnc",
    title=_("Packet radio (APRS through KISS)"),
    abilities=frozenset({Ability.SENDS, Ability.LISTENS, Ability.RECEIPTS}),
    settings=(
        Setting("call_sign", _("Our call sign"), _("With its number, such as TOCSIN-1.")),
        Setting("host", _("Machine of the modem"), default="127.0.0.1"),
        Setting("port", _("KISS port"), _("Of direwolf: 8001."), default="8001"),
        Setting(
            "path",
            _("Path"),
            _("Which digipeaters repeat us, such as WIDE1-1."),
            is_required=False,
            default="WIDE1-1",
        ),
    ),
    schemes=frozenset({"aprs"}),
    max_characters=aprs.ROOM * aprs.MOST_PARTS,
)
# How long a send waits for its acknowledgement: a frame of 1,200 baud takes a second each way.
# Shorter than the sender's patience, which repeats what was not acknowledged.
_ANSWER_WITHIN = {Priority.P1: 4.0}
_USUAL_WAIT = 12.0


class KissTnc(HeldLine):
    """Nothing here proves who sent: a call sign can be anybody's, and all can listen."""

    about = ABOUT

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        super().__init__(settings, client=client, clock=clock)
        self._copies = aprs.Copies()
        # Only to send less: after a restart all goes out again, under the same numbers.
        self._acknowledged: set[str] = set()
        self._news = asyncio.Event()

    async def listen(self, ear: Ear) -> None:
        await self.hold(KissReader().feed, Answering(ear, self.kept))

    def read(self, arrival: Arrival) -> list[Inbound]:
        message = self._message(arrival.body)
        if message is None or message.answers or message.addressee != self._own():
            return []
        flags = (Mark.UNPROVEN,) if message.text.strip() else (Mark.UNPROVEN, Mark.EMPTY)
        return [
            Inbound(
                kind=MessageKind.RADIO,
                sender=message.source,
                recipient=message.addressee,
                text=message.text,
                external_id=self._copies.key(message, arrival.received_at),
                flags=flags,
                raw=arrival.body,
            )
        ]

    def receipts(self, arrival: Arrival) -> list[Receipt]:
        answer = self._message(arrival.body)
        if answer is None or not answer.answers or answer.addressee != self._own():
            return []
        name = f"{answer.source}/{answer.id}"
        if answer.answers == "rej":
            return [Receipt(DeliveryState.FAILED, external_id=name, code="rej")]
        self._acknowledged.add(name)
        self._news.set()
        total = aprs.total_of(answer.id)
        names = {f"{answer.source}/{answer.id[:3]}{at}{total}" for at in range(1, total + 1)}
        if not total or not names <= self._acknowledged:
            return []
        return [Receipt(DeliveryState.DELIVERED, external_id=name, code="ack")]

    def signs(self, arrival: Arrival) -> list[Sign]:
        source = decode(arrival.body).source
        return [] if source == self._own() else [Sign(source)]

    async def send(self, outbound: Outbound) -> Sent:
        """Send what is not acknowledged yet, and wait a moment for the acknowledgement."""
        try:
            addressee = canonical_address("aprs", outbound.to)
        except BadAddress as error:
            raise SendFailed(BAD_NUMBER, "call_sign") from error
        parts = aprs.messages_for(
            outbound.text, delivery=outbound.id, source=self._own(), addressee=addressee
        )
        if not parts:
            raise SendFailed(TOO_LONG)
        names = tuple(f"{addressee}/{part.id}" for part in parts)
        path = tuple(one for one in self.settings["path"].upper().split(",") if one)
        missing = [p for p, n in zip(parts, names, strict=True) if n not in self._acknowledged]
        await self._transmit(*(aprs.frame_of(part, path=path) for part in missing))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ANSWER_WITHIN.get(outbound.priority, _USUAL_WAIT)):
                while not self._acknowledged.issuperset(names):
                    self._news.clear()
                    await self._news.wait()
        is_there = self._acknowledged.issuperset(names)
        return Sent(SentState.SENT if is_there else SentState.UNKNOWN, names)

    async def kept(self, body: bytes) -> None:
        """Tell the sender of a numbered message that it is on disk; again for every copy."""
        with contextlib.suppress(Unreadable):
            message = self._message(body)
            if message and message.id and not message.answers and message.addressee == self._own():
                answer = aprs.AprsMessage(self._own(), message.source, "", message.id, "ack")
                await self._transmit(aprs.frame_of(answer, path=()))

    async def _transmit(self, *frames: Frame) -> None:
        await self.write(b"".join(kiss(encode(frame)) for frame in frames))

    def _message(self, body: bytes) -> aprs.AprsMessage | None:
        try:
            return aprs.message_of(decode(body))
        except (BadFrame, aprs.BadMessage) as error:
            raise Unreadable(f"No frame of APRS: {error}.") from None

    def _own(self) -> str:
        with contextlib.suppress(BadAddress):
            return canonical_address("aprs", self.settings["call_sign"])
        raise SendFailed(MISCONFIGURED, "call_sign")
