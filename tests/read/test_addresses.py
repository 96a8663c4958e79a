"""Addresses that are asked, and those that never are."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import pytest
from aiohttp.abc import ResolveResult

from faleme.read.addresses import BlockedAddress, PublicResolver, is_public, why_blocked, written_address

ASKED = [
    "https://news.example/a", "http://news.example", "https://news.example:443/a?b=c#d", "http://news.example:80/",
    "https://xn--nws-6ma.example/", "http://93.184.216.34/", "http://[2606:2800:220:1:248:1893:25c8:1946]/",
]  # fmt: skip
NEVER = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://0/",
    "http://0.0.0.0/", "http://10.0.0.1/", "http://10.1/", "http://172.16.0.1/", "http://172.31.255.255/",
    "http://192.168.1.1/", "http://169.254.169.254/", "http://169.254.1.1/", "http://100.64.0.1/", "http://198.18.0.1/",
    "http://192.0.0.1/", "http://192.0.2.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://224.0.0.1/",
    "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/", "http://[::1]/", "http://[::]/",
    "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fd00::1]/", "http://[fc00::1]/", "http://[ff02::1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[64:ff9b::a00:1]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::]/", "http://[2002:a9fe:a9fe::]/",
    "http://[64:ff9b::169.254.169.254]/", "http://[2606:2800::5efe:7f00:1]/", "http://[2606:2800::200:5efe:a00:1]/",
    "http://[fec0::1]/", "http://[100::1]/", "http://[3fff::1]/", "http://192.0.0.8/", "http://192.88.99.1/",
    "http://①②⑦.0.0.1/", "http://127。0。0。1/", "http://０x7f.1/", "http://127.0.0.1%2f/",
    "http://127.0.0.1%00.news.example/", "http://@news.example/", "http://a@b@127.0.0.1/", "http://news.example:0/",
    "ws://news.example/", "http://0x7f000001/", "http://017700000001/", "http://0300.0250.1.1/",
    "http://127.0.0.1\t/", "http://[2001:0:7f00:1::80ff:fffe]/", "http://[2001:db8::1]/",
    "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "javascript:alert(1)", "data:text/html,x",
    "//news.example/", "news.example", "", "http://", "http:///a", "http://user@news.example/",
    "http://user:word@news.example/", "http://news.example:22/", "http://news.example:8080/", "http://news.example:99999/",
    "http://[::1", "http://news.example/a b", "http://news.example\\@127.0.0.1/", "http://news.example/\x00",
    "http://[fe80::x]/", "http://[:-1]/", "http://[::1~]/", "http://[f%0080::1]/", "https://[。1xn--]@",
    "http://127.0.0.1:80\r\nHost: x/", "https://" + "a" * 2000 + ".example/",
]  # fmt: skip


def test_there_are_sixty_of_them() -> None:
    assert len(NEVER) >= 60


@pytest.mark.parametrize("url", ASKED)
def test_asked(url: str) -> None:
    assert why_blocked(url) is None


@pytest.mark.parametrize("url", NEVER)
def test_never_asked(url: str) -> None:
    assert why_blocked(url) is not None


def test_a_named_host_may_be_private() -> None:
    assert why_blocked("http://127.0.0.1:8000/", allow_hosts={"127.0.0.1"}) is None
    assert why_blocked("http://127.0.0.2:8000/", allow_hosts={"127.0.0.1"}) is not None


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%2"])
def test_no_socket_is_made_for_a_private_address(host: str) -> None:
    """The client takes a host of digits for an address and asks no resolver; the socket is the last door."""
    with pytest.raises(BlockedAddress):
        PublicResolver().open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, 80)))


def test_names_are_no_addresses() -> None:
    assert written_address("news.example") is None
    assert written_address("0x7f000001") == ipaddress.ip_address("127.0.0.1")


class Answering(PublicResolver):
    def __init__(self, *answers: str, allow: str = "") -> None:
        super().__init__({allow} if allow else ())
        self.given = answers

    async def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0) for one in self.given
        ]


@pytest.mark.parametrize(
    "answers",
    [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("::1",), ("fe80::1%eth0",), ("64:ff9b::a9fe:a9fe",)],
    ids=["loopback", "one of two", "loopback 6", "link", "metadata in NAT64"],
)
def test_one_private_answer_blocks_the_name(answers: tuple[str, ...]) -> None:
    with pytest.raises(BlockedAddress, match=r"news\.example has the address"):
        asyncio.run(Answering(*answers).resolve("news.example", 80))


def test_public_answers_pass_and_named_hosts_always() -> None:
    found = asyncio.run(Answering("93.184.216.34").resolve("news.example", 80))
    assert [one["host"] for one in found] == ["93.184.216.34"]
    assert asyncio.run(Answering("10.0.0.1", allow="intranet").resolve("intranet", 80))
