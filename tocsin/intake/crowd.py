"""How much one caller may hold open at a time, so that there is room for the others."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Protocol

Networks = Collection[IPv4Network | IPv6Network]

CONNECTIONS = 200  # of one address: an office of many people stands behind one
STREAMS_OF_ONE = 12  # of one sign-in: the tabs of a browser
STREAMS = 1_000
PAGES_OF_ONE = 32  # of one address on their way to the pages: half of all that there are
OURSELVES = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
"""Whoever is on this machine needs no connections to harm it; a proxy and gammu stand here."""


class Held(Protocol):
    """A connection as the others see it."""

    def is_waiting(self) -> bool:
        """Say whether nothing of ours is at work for it: it is silent, or has not said all of its request."""

    def let_go(self) -> None:
        """Close it at once."""


class Connections:
    """Those that are open, by address. One more than `most` costs the longest that waits its place.

    So a message comes through from an address that holds hundreds open and says nothing. Addresses of
    `free` networks are not counted: a proxy counts those behind it itself (deploy/nginx.conf).
    """

    def __init__(self, most: int = CONNECTIONS, *, free: Networks = ()) -> None:
        self._most = most
        self._free = free
        self._open: dict[str, dict[int, Held]] = {}

    def enter(self, address: str, one: Held) -> bool:
        """Take a place; False when all others are at work."""
        if is_among(self._free, address):
            return True
        here = self._open.setdefault(address, {})
        here[id(one)] = one
        if len(here) <= self._most:
            return True
        longest = next(
            (other for other in here.values() if other is not one and other.is_waiting()), None
        )
        del here[id(longest or one)]
        if longest is not None:
            longest.let_go()
        return longest is not None

    def leave(self, address: str, one: Held) -> None:
        here = self._open.get(address, {})
        here.pop(id(one), None)
        if not here:
            self._open.pop(address, None)

    def hand_on(self, address: str, one: Held, other: Held) -> None:
        """Give the place of one to another, which speaks on the same connection from now on."""
        here = self._open.get(address, {})
        if here.pop(id(one), None) is not None:
            here[id(other)] = other


class Crowd:
    """Counts what is open by a key, at most `most` of one and `of_all` together; 0 is without end."""

    def __init__(self, most: int, *, of_all: int = 0) -> None:
        self._most = most
        self._of_all = of_all
        self._open: Counter[str] = Counter()

    @contextmanager
    def place(self, key: str) -> Iterator[bool]:
        """Hold a place while something is done; says whether there was one."""
        if self._is_full(key):
            yield False
            return
        self._open[key] += 1
        try:
            yield True
        finally:
            self._open[key] -= 1
            if self._open[key] == 0:
                del self._open[key]

    def _is_full(self, key: str) -> bool:
        if self._of_all and self._open.total() >= self._of_all:
            return True
        return bool(self._most) and self._open[key] >= self._most


def asked_by(scope: Mapping[str, Any], proxies: Networks) -> str:
    """Return the address that asks: the connection's, or what a proxy that the deployment names says of it."""
    client = str((scope.get("client") or ("", 0))[0])
    if not is_among(proxies, client):
        return client
    said = dict(scope["headers"]).get(b"x-forwarded-for", b"").decode("latin-1")
    return said.rpartition(",")[2].strip() or client


def is_among(networks: Networks, address: str) -> bool:
    if not networks or not address:
        return False
    try:
        found = ip_address(address)
    except ValueError:  # a socket of this machine has no address
        return False
    return any(found in network for network in networks)
