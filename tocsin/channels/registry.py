"""Builds a channel from a gateway's kind and settings. Only jobs, intake, config and cli may."""

from collections.abc import Mapping

from tocsin.channels.contract import Channel, Clock, wall_clock
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.android_gateway.channel import AndroidGateway
from tocsin.channels.kinds.cap import Cap
from tocsin.channels.kinds.email import Email
from tocsin.channels.kinds.gammu import Gammu
from tocsin.channels.kinds.http import SignedHttp
from tocsin.channels.kinds.js8call import Js8Call
from tocsin.channels.kinds.kiss_tnc import KissTnc
from tocsin.channels.kinds.loopback import Loopback
from tocsin.channels.kinds.meshtastic_mqtt import MeshtasticMqtt
from tocsin.channels.kinds.radio_log import RadioLog

_KINDS: dict[str, type[Channel]] = {
    channel.about.kind: channel
    for channel in (
        AndroidGateway,
        Cap,
        Email,
        Gammu,
        SignedHttp,
        RadioLog,
        KissTnc,
        MeshtasticMqtt,
        Js8Call,
        Loopback,
    )
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
    return _KINDS[kind](settings, client=client, clock=clock)
