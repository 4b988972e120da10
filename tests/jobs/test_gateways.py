"""An engine starts with whatever gateways the rows hold: one it cannot build stops no other."""

from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.jobs.gateways import Carriers
from tocsin.records.models import Gateway


def row(slug: str, kind: str) -> Gateway:
    return Gateway(slug=slug, kind=kind, settings="{}")


def test_a_gateway_without_a_channel_is_passed_over() -> None:
    carriers = Carriers(HttpClient(wire=ScriptedWire()))
    carriers.renew([row("desk", "desk"), row("phones", "loopback")])
    assert [carrier.slug for carrier in carriers.all()] == ["phones"]
