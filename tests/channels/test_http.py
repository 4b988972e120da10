"""The client knows what was sent and what was not, and goes nowhere it was not allowed to."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.channels.servers import OK, Server, with_server
from tocsin.channels import failures
from tocsin.channels.exchange import AnswerLost, HttpReply, HttpRequest, NotSent
from tocsin.channels.failures import CATALOGUE, SendFailed
from tocsin.channels.guard import Forbidden, Guard
from tocsin.channels.http import HttpClient, Patience, failed

QUICK = Patience(connect=0.3, answer=0.3)


def a_client() -> HttpClient:
    return HttpClient(guard=Guard(["127.0.0.0/8"]), patience=QUICK)


async def ask(client: HttpClient, url: str, body: bytes = b"x") -> HttpReply:
    return await client.request("POST", url, body=body)


def test_one_connection_carries_many_requests() -> None:
    async def story(server: Server) -> None:
        client = a_client()
        for n in range(5):
            reply = await ask(client, server.url, str(n).encode())
            assert (reply.status, reply.body) == (200, b"ok")
        await client.close()

    server = with_server([], story)
    assert server.n_connections == 1
    assert [request[-1:] for request in server.requests] == [b"0", b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            b"abc",
        ),
        (b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nto the end", b"to the end"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"ok"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    ],
)
def test_every_way_of_ending_an_answer(answer: bytes, body: bytes) -> None:
    async def story(server: Server) -> None:
        client = a_client()
        assert (await ask(client, server.url)).body == body
        assert (await ask(client, server.url)).body == b"ok"
        await client.close()

    with_server([answer, OK], story)


def test_a_connection_closed_while_idle_is_opened_again() -> None:
    async def story(server: Server) -> None:
        client = a_client()
        assert (await ask(client, server.url)).status == 200
        assert (await ask(client, server.url)).status == 200
        await client.close()

    server = with_server([OK, None, OK], story)
    assert server.n_connections == 2
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\nhal",
        b"nothing of HTTP",
        b"HTTP/1.1 200 OK\r\ncontent-length: 3000000\r\n\r\n" + b"x" * 3_000_000,
    ],
    ids=["closed", "silent", "half", "noise", "too long"],
)
def test_an_answer_that_does_not_come_leaves_it_unknown(answer: bytes | None) -> None:
    async def story(server: Server) -> None:
        client = a_client()
        with pytest.raises(AnswerLost):
            await ask(client, server.url)
        await client.close()

    assert len(with_server([answer], story).requests) == 1


def test_a_connection_that_dies_with_its_server_leaves_it_unknown() -> None:
    """The last request may have been read: it must not be called unsent."""

    async def run() -> None:
        server = Server([OK, None])
        listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        client = a_client()
        assert (await ask(client, server.url)).status == 200
        listening.close()
        with pytest.raises(AnswerLost):
            await ask(client, server.url)
        await client.close()
        await asyncio.sleep(0.01)

    asyncio.run(run())


def test_a_door_that_is_shut_has_certainly_nothing() -> None:
    async def story() -> None:
        with pytest.raises(SendFailed) as failed_send:
            await ask(a_client(), "http://127.0.0.1:9/")
        assert failed_send.value.failure is failures.UNREACHABLE

    asyncio.run(story())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "http:///x",
        "example.org",
        "http://user:word@example.org/",
        "http://example.org:port/",
        "http://exa mple.org/",
        "http://example.org/\r\nx: y",
        "http://[::1",
        "",
    ],
)
def test_an_address_that_cannot_be_is_a_mistake_of_the_settings(url: str) -> None:
    with pytest.raises(SendFailed) as failed_send:
        asyncio.run(ask(a_client(), url))
    assert failed_send.value.failure is failures.MISCONFIGURED


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "224.0.0.1",
     "2130706433", "127.1", "[::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[fec0::1]", "[fc00::1]", "[::]"],
)  # fmt: skip
def test_our_own_network_is_out_of_bounds(host: str) -> None:
    with pytest.raises(SendFailed) as failed_send:
        asyncio.run(HttpClient(patience=QUICK).request("GET", f"http://{host}:9/"))
    assert failed_send.value.carrier_code == "address_not_allowed"


@pytest.mark.parametrize(
    ("entry", "host", "port", "is_allowed"),
    [
        ("127.0.0.1", "127.0.0.1", 80, True),
        ("127.0.0.0/8", "127.0.0.9", 80, True),
        ("localhost:8080", "LOCALHOST", 8080, True),
        ("localhost:8080", "localhost", 8081, False),
        ("localhost", "localhost", 8081, True),
        ("10.0.0.0/8", "127.0.0.1", 80, False),
        ("127.0.0.0/8", "::ffff:127.0.0.1", 80, True),
        ("192.0.2.1", "::ffff:8.8.8.8", 80, True),  # public, in another dress
    ],
)
def test_what_the_deployment_names_is_allowed(
    entry: str, host: str, port: int, is_allowed: bool
) -> None:
    async def ask_guard() -> list[str]:
        return await Guard([entry]).addresses(host, port)

    if is_allowed:
        assert asyncio.run(ask_guard())
    else:
        with pytest.raises(Forbidden):
            asyncio.run(ask_guard())


def test_a_redirect_is_not_followed() -> None:
    async def story(server: Server) -> None:
        client = a_client()
        reply = await ask(client, server.url)
        assert reply.status == 302
        await client.close()

    moved = f"HTTP/1.1 302 Found\r\nlocation: {'http://127.0.0.1:9/'}\r\ncontent-length: 0\r\n\r\n"
    assert len(with_server([moved.encode()], story).requests) == 1


def test_a_line_break_in_a_header_is_never_sent() -> None:
    async def story(server: Server) -> None:
        client = a_client()
        with pytest.raises(SendFailed):
            await client.request("GET", server.url, headers={"x": "a\r\ny: b"})

    assert with_server([], story).requests == []


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None),
        (202, None),
        (302, failures.UNINTELLIGIBLE_ANSWER),
        (400, failures.REJECTED),
        (401, failures.MISCONFIGURED),
        (402, failures.NO_CREDIT),
        (404, failures.MISCONFIGURED),
        (413, failures.TOO_LONG),
        (418, failures.REJECTED),
        (429, failures.THROTTLED),
        (500, failures.UNREACHABLE),
        (503, failures.UNREACHABLE),
    ],
)
def test_a_status_is_a_failure_in_our_words(status: int, failure: failures.Failure | None) -> None:
    found = failed(HttpReply(status, {"retry-after": "30"}))
    assert (found and found.failure) is failure
    if found:
        assert found.retry_after == timedelta(seconds=30)


@pytest.mark.parametrize("value", ["", "Wed, 21 Oct 2026", "-5", "9" * 30, "²"])
def test_a_strange_wish_to_wait_is_bounded(value: str) -> None:
    found = failed(HttpReply(429, {"retry-after": value}))
    assert found is not None
    assert found.retry_after is None or found.retry_after <= timedelta(hours=1)


def test_nothing_secret_is_printed() -> None:
    request = HttpRequest(
        "POST", urlsplit("http://x/?key=SECRET"), {"a": "SECRET"}, b"SECRET +243990000001"
    )
    assert "SECRET" not in repr(request)
    assert "SECRET" not in repr(HttpReply(200, {}, b"SECRET"))
    assert str(NotSent("refused")) == "refused"


def test_every_failure_says_what_to_do() -> None:
    for code, failure in CATALOGUE.items():
        assert code == failure.code
        assert failure.sentence.endswith(".")
        assert failure.remedy.endswith(".")
