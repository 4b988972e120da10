"""Builds a channel from a gateway's kind and settings. Only jobs, intake, config and cli may."""

from collections.abc import Mapping
from importlib import import_module

from tocsin.channels.contract import Channel, Clock, wall_clock
from tocsin.channels.http import HttpClient

# By name: a deployment has two or three kinds, and loading the other seven (XML, MQTT, mail) would hold up the start
# of an engine. A kind is loaded when its first gateway is, outside any transaction.
_KINDS = {
    "android_gateway": "android_gateway.channel:AndroidGateway",
    "cap": "cap:Cap",
    "email": "email:Email",
    "gammu": "gammu:Gammu",
    "http": "http:SignedHttp",
    "js8call": "js8call:Js8Call",
    "kiss_tnc": "kiss_tnc:KissTnc",
    "loopback": "loopback:Loopback",
    "meshtastic_mqtt": "meshtastic_mqtt:MeshtasticMqtt",
    "radio_log": "radio_log:RadioLog",
}


class UnknownKind(LookupError):
    """No channel of this kind exists in this version."""


def build(
    kind: str, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
) -> Channel:
    """Return the channel of one gateway. Raises UnknownKind.

    Missing settings are not an error here: sending then fails as `misconfigured`, and nothing that
    arrives is trusted; `catalogue.KINDS[kind].missing(settings)` names them beforehand.
    """
    if kind not in _KINDS:
        raise UnknownKind(kind)
    module, _, name = _KINDS[kind].partition(":")
    channel: type[Channel] = getattr(import_module(f"tocsin.channels.kinds.{module}"), name)
    return channel(settings, client=client, clock=clock)
