"""Builds a seller from an account's kind and settings. Only jobs may: they alone call anybody."""

from collections.abc import Mapping

from tocsin.channels.airtime.contract import Seller
from tocsin.channels.airtime.kinds.africas_talking import AfricasTalking
from tocsin.channels.airtime.kinds.dt_one import DtOne
from tocsin.channels.airtime.kinds.rehearsal import Rehearsal
from tocsin.channels.airtime.kinds.reloadly import Reloadly
from tocsin.channels.contract import Clock, wall_clock
from tocsin.channels.http import HttpClient

_SELLERS: dict[str, type[Seller]] = {
    seller.about.kind: seller for seller in (AfricasTalking, Reloadly, DtOne, Rehearsal)
}


def build_seller(
    kind: str, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
) -> Seller:
    """Return the seller of one account. Raises LookupError for a kind that this version lacks."""
    return _SELLERS[kind](settings, client=client, clock=clock)
