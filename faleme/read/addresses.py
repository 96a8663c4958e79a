"""Which web addresses may be asked: public ones only, as the connection sees them and not as they are written.

A name is resolved once; every address that it has is looked at, and the connection goes to one that was looked at, so
that a second answer of the name server changes nothing. The name stays in Host and in TLS.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = (80, 443)
_LONGEST = 2_000  # characters
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215: for use inside a network
# Not public, whatever is_global of this Python says: IETF protocol assignments, 6to4 relays, discard-only, site-local,
# documentation, segment routing (IANA special-purpose registries).
_CLOSED = tuple(
    ipaddress.ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "100::/64", "fec0::/10", "2001:db8::/32", "3fff::/20", "5f00::/16")
)
_ISATAP = 0x5EFE  # RFC 5214: the second half of the address is 0000:5efe or 0200:5efe, then IPv4
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291: deprecated, IPv4 in the last 32 bits


class BlockedAddress(OSError):
    """An address that must not be asked. An OSError, so that the client's machinery lets it through."""


def why_blocked(url: str, *, allow_hosts: Collection[str] = ()) -> str | None:
    """Why an address is not asked as it is written; None where its host still has to be resolved.

    allow_hosts: names or addresses, lower case, that may be private and on any port.
    """
    if len(url) > _LONGEST or not url.isprintable() or " " in url or "\\" in url:
        return "not a web address"
    try:
        parts = URL(url)  # what the client itself reads: two readers of one address can be played against each other
        host, port = parts.raw_host, parts.explicit_port
    except (ValueError, IndexError):  # brackets around nothing make it stumble
        return "not a web address"
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme or 'no'} scheme, only http and https are asked"
    if not host:
        return "no host"
    if "@" in re.split("[/?#]", url.partition("//")[2], maxsplit=1)[0]:
        return "a name or password in the address"
    if ("%" in host and ":" not in host) or (":" in host and written_address(host) is None):
        return "not a web address"
    if host.casefold() in allow_hosts:
        return None
    if port not in (None, *_PORTS):
        return f"port {port}, only 80 and 443 are asked"
    literal = written_address(host)
    if literal is not None and not is_public(literal):
        return f"{host} is no public address"
    return None


def written_address(host: str) -> Address | None:
    """The address that a host stands for by itself, in any form that a resolver takes ("127.1", "0x7f000001");
    None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def is_public(address: Address) -> bool:
    """Whether an address belongs to a host of the open internet, tunnels and mappings looked through."""
    inner = _inside(address)
    if inner is not None:
        return is_public(inner)
    if any(address in block for block in _CLOSED):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _LOCAL_NAT64:
        return ipaddress.IPv4Address("127.0.0.1")  # somebody's own network
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if (int(address) >> 32) & 0xFDFF_FFFF == _ISATAP:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses alone; one private address among them blocks the name."""

    def __init__(self, allow_hosts: Collection[str] = ()) -> None:
        self._allowed = frozenset(host.casefold() for host in allow_hosts)
        self._granted = {address for host in self._allowed if (address := written_address(host)) is not None}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name; raises BlockedAddress, and OSError for a name that has none."""
        found = await self.look_up(host, port, family)
        addresses = [ipaddress.ip_address(one["host"].partition("%")[0]) for one in found]
        if host.casefold() in self._allowed:
            self._granted.update(addresses)
            return found
        for address in addresses:
            if not is_public(address):
                raise BlockedAddress(f"{host} has the address {address}, which is not public")
        return found

    def open_socket(self, to: AddrInfo) -> socket.socket:
        """A socket for a connection: the last look at where it goes, whoever resolved it. Raises BlockedAddress."""
        family, kind, proto, _, where = to
        address = written_address(str(where[0]))
        if address is None or not (address in self._granted or is_public(address)):
            raise BlockedAddress(f"{where[0]} is no public address")
        return socket.socket(family, kind, proto)

    async def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        """Ask the name server."""
        loop = asyncio.get_running_loop()
        answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        return [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, proto, _, where in answers
        ]

    async def close(self) -> None:
        """Nothing is held."""
