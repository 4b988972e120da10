"""Where this deployment may connect to: never its own network, but for what it was told."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# Addresses that carry an IPv4 address in their last 32 bits (RFC 6052, RFC 8215, RFC 4291).
_CARRIERS = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("::/96"),
)
_NOWHERE = (ipaddress.IPv6Address("::"), ipaddress.IPv6Address("::1"))


class Forbidden(Exception):
    """The address is inside a network that is not on the list of allowed gateways."""


class Guard:
    """Decides which addresses may be connected to.

    `allowed` names what is local and still allowed, such as a phone on the office network:
    "192.0.2.7:8080", "192.0.2.0/24", "phone.example:8080" or "phone.example". Everything that
    is reachable from the whole internet is allowed.
    """

    def __init__(self, allowed: Iterable[str] = (), *, is_open: bool = False) -> None:
        self._is_open = is_open
        self._networks: list[Network] = []
        self._hosts: set[str] = set()
        for entry in allowed:
            self._add(entry.strip().lower())

    @classmethod
    def open(cls) -> "Guard":
        """Return a guard that allows everything, for programs that call our own doors."""
        return cls(is_open=True)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the allowed addresses of a host, to connect to exactly these.

        Raises Forbidden when none is allowed, and OSError when the name cannot be resolved.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        allowed = [a for a in addresses if self._is_allowed(host, port, a)]
        if not allowed:
            raise Forbidden
        return allowed

    def _add(self, entry: str) -> None:
        try:
            self._networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            self._hosts.add(entry)

    def _is_allowed(self, host: str, port: int, address: str) -> bool:
        if self._is_open or {host.lower(), f"{host.lower()}:{port}"} & self._hosts:
            return True
        ip = _embedded(ipaddress.ip_address(address.partition("%")[0]))
        is_listed = any(ip.version == net.version and ip in net for net in self._networks)
        is_site = (
            isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
        )  # old, and still somebody's own
        return is_listed or (ip.is_global and not ip.is_multicast and not is_site)


class LocalOnly(Guard):
    """Allows nothing but this machine and private networks: words of villagers never leave the building."""

    def _is_allowed(self, host: str, port: int, address: str) -> bool:  # noqa: ARG002
        ip = _embedded(ipaddress.ip_address(address.partition("%")[0]))
        is_ours = ip.is_loopback or ip.is_private
        # 169.254.169.254 and its like hand out the secrets of a rented machine.
        return is_ours and not (ip.is_link_local or ip.is_unspecified or ip.is_multicast)


def _embedded(ip: IpAddress) -> IpAddress:
    """Return the IPv4 address inside an IPv6 one, by which a local address could be disguised."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip not in _NOWHERE and any(ip in net for net in _CARRIERS):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
