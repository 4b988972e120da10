"""A LoRa mesh of Meshtastic nodes, through the JSON topics of an MQTT broker (messaging.md §7.2)."""

import contextlib
import re
from collections.abc import AsyncIterator, Mapping

import aiomqtt

from tocsin.channels import mesh
from tocsin.channels.contract import Ability, About, Channel, Clock, Ear, Setting, Sign, wall_clock
from tocsin.channels.failures import BAD_NUMBER, MISCONFIGURED, TOO_LONG, UNREACHABLE, SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.listening import Place, allowed_address
from tocsin.channels.refusals import Refused
from tocsin.channels.wording import json_object, moment
from tocsin.domain.messages import Arrival, Inbound, Mark, Outbound, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.radio_addresses import BadAddress, canonical_address
from tocsin.domain.words import MessageKind

LONGEST = 228  # bytes of a text in one packet
_QOS = 1  # each message is acknowledged, by us only once it is on disk

ABOUT = About(
    kind="meshtastic_mqtt",
    title=_("LoRa mesh (Meshtastic through MQTT)"),
    abilities=frozenset({Ability.SENDS, Ability.LISTENS}),
    settings=(
        Setting("host", _("Machine of the broker"), default="127.0.0.1"),
        Setting("port", _("Port of the broker"), default="1883"),
        Setting("user", _("User at the broker"), is_required=False),
        Setting("password", _("Password at the broker"), is_secret=True, is_required=False),
        Setting("root", _("Root topic"), _("As set in the nodes."), default="msh"),
        Setting("node", _("Our node"), _("The gateway's own, such as !a1b2c3d4.")),
        Setting("channel", _("Channel number"), _("By which we write."), default="0"),
    ),
    schemes=frozenset({"mesh"}),
    max_characters=LONGEST,
)


class MeshtasticMqtt(Channel):
    """`from` is who wrote; `sender` is only the gateway that passed it on, and several may."""

    about = ABOUT

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        super().__init__(settings, client=client, clock=clock)
        self._broker: aiomqtt.Client | None = None

    def verify(self, arrival: Arrival) -> None:  # noqa: ARG002 - nothing can arrive by a door
        raise Refused("A broker has no door here. We connect to it.")

    async def listen(self, ear: Ear) -> None:
        """Hold one session at the broker, which keeps for us what comes while we are away."""
        topic = f"{self.settings['root']}/+/json/#"
        async with self._session(f"tocsin-{self.settings['node'].lstrip('!')}") as broker:
            self._broker = broker
            try:
                await broker.subscribe(topic, qos=_QOS)
                await ear.connected()
                async for message in broker.messages:
                    is_order = "/json/mqtt" in message.topic.value  # our own, to the gateway
                    is_kept = is_order or await ear.hear(bytes(message.payload))
                    if not is_kept:
                        return  # not acknowledged: the broker brings it again
                    broker._client.ack(message.mid, message.qos)  # noqa: SLF001 - has no other way
            finally:
                self._broker = None

    def read(self, arrival: Arrival) -> list[Inbound]:
        packet, marks = json_object(arrival.body)
        text = mesh.text_of(packet)
        if text is None or mesh.node_of(packet) == self._own():
            return []
        written_at, more = moment(packet.get("timestamp"), received_at=arrival.received_at)
        blank = () if text.strip() else (Mark.EMPTY,)
        return [
            Inbound(
                kind=MessageKind.RADIO,
                sender=mesh.node_of(packet),
                recipient=self._own(),
                text=text,
                external_id=mesh.name_of(packet, on=arrival.received_at.date()),
                sent_at=written_at,
                flags=(Mark.UNPROVEN, *blank, *marks, *more),
                raw=arrival.body,
            )
        ]

    def signs(self, arrival: Arrival) -> list[Sign]:
        packet, _ = json_object(arrival.body)
        node = mesh.node_of(packet)
        return [] if node == self._own() else [Sign(node, mesh.battery_of(packet))]

    async def send(self, outbound: Outbound) -> Sent:
        """Publish the order to our node; the broker's answer says that it has it."""
        try:
            node = canonical_address("mesh", outbound.to)
        except BadAddress as error:
            raise SendFailed(BAD_NUMBER, "node") from error
        if len(outbound.text.encode()) > LONGEST:
            raise SendFailed(TOO_LONG)
        order = mesh.order(self._own(), node, outbound.text, self.settings["channel"])
        topic = f"{self.settings['root']}/2/json/mqtt/"
        try:
            if self._broker is not None:
                await self._broker.publish(topic, order, qos=_QOS)
            else:  # another engine listens
                async with self._session(None) as broker:
                    await broker.publish(topic, order, qos=_QOS)
        except aiomqtt.MqttError as error:
            raise SendFailed(UNREACHABLE, type(error).__name__) from error
        return Sent(SentState.SENT, (outbound.id,))

    @contextlib.asynccontextmanager
    async def _session(self, name: str | None) -> AsyncIterator[aiomqtt.Client]:
        place = Place.of(self.settings["host"], self.settings["port"])
        broker = aiomqtt.Client(
            await allowed_address(self.client.guard, place),
            place.port,
            username=self.settings["user"] or None,
            password=self.settings["password"] or None,
            identifier=name,
            clean_session=name is None,
            keepalive=20,
        )
        broker._client.manual_ack_set(True)  # noqa: SLF001 - aiomqtt has no other way
        try:
            async with broker:
                yield broker
        except aiomqtt.MqttError as error:
            raise SendFailed(UNREACHABLE, type(error).__name__) from error

    def _own(self) -> str:
        with contextlib.suppress(BadAddress):
            return canonical_address("mesh", self.settings["node"])
        raise SendFailed(MISCONFIGURED, "node")

    def _channel_number(self) -> int:
        return (
            int(self.settings["channel"]) if re.fullmatch("[0-7]", self.settings["channel"]) else 0
        )
