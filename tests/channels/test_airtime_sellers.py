"""Each seller's dialect: what we send, and what each of its answers means for the money."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.channels.servers import Server, with_server
from tocsin.channels.airtime.catalogue import SELLERS
from tocsin.channels.airtime.contract import Answer, Order, Seller
from tocsin.channels.airtime.registry import build_seller
from tocsin.channels.exchange import AnswerLost, HttpReply, HttpRequest, NotSent
from tocsin.channels.failures import SendFailed
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.airtime_words import Finding

ORDER = Order("0190aa00000070008000000000000001", "+243990000501", 150_050, "CDF", "vodacom")
SETTINGS = {
    "username": "tocsin", "api_key": "k", "client_id": "c", "client_secret": "s", "key": "k",
    "secret": "s", "products": "vodacom=12 airtel=13", "country": "CD",
}  # fmt: skip
TOKEN = {"access_token": "T", "expires_in": 5000}


def seller(kind: str, answer: Callable[[HttpRequest], Any]) -> tuple[Seller, ScriptedWire]:
    """Return a seller on a wire that says what `answer` says of what is being bought."""

    def respond(request: HttpRequest) -> Any:
        if request.url.path.endswith("/oauth/token"):
            return HttpReply(200, {}, json.dumps(TOKEN).encode())
        if "auto-detect" in request.url.path:
            return HttpReply(200, {}, b'{"operatorId": 7}')
        return answer(request)

    wire = ScriptedWire(respond)
    return build_seller(kind, SETTINGS, client=HttpClient(wire=wire)), wire


def says(status: int, body: object) -> Callable[[HttpRequest], HttpReply]:
    return lambda _: HttpReply(status, {}, json.dumps(body).encode())


def bought(kind: str, status: int, body: object) -> Answer:
    return asyncio.run(seller(kind, says(status, body))[0].top_up(ORDER))


def looked_up(kind: str, status: int, body: object) -> Finding:
    return asyncio.run(seller(kind, says(status, body))[0].look_up(ORDER)).finding


def dt_one(number: int) -> dict[str, object]:
    status = {"id": number * 10000, "message": "X", "class": {"id": number, "message": "X"}}
    return {"id": 55, "external_id": ORDER.key, "status": status}


def talking(status: str) -> dict[str, object]:
    return {"responses": [{"phoneNumber": "+243990000501", "status": status, "requestId": "A1"}]}


REAL = [kind for kind, about in SELLERS.items() if not about.is_exercise_only]
ANSWERS = [
    ("africas_talking", talking("Sent"), Finding.PENDING),
    ("africas_talking", talking("Failed"), Finding.REJECTED),
    ("africas_talking", {"errorMessage": "A duplicate request", "responses": []}, Finding.UNKNOWN),
    ("reloadly", {"status": "SUCCESSFUL", "transactionId": 9}, Finding.DELIVERED),
    ("reloadly", {"status": "PROCESSING", "transactionId": 9}, Finding.PENDING),
    ("reloadly", {"status": "REFUNDED"}, Finding.REVERSED),
    ("reloadly", {"status": "FAILED"}, Finding.REJECTED),
    *[("dt_one", dt_one(n), Finding.PENDING) for n in (1, 2, 5)],
    *[("dt_one", dt_one(n), Finding.REJECTED) for n in (3, 4, 9)],
    ("dt_one", dt_one(7), Finding.DELIVERED),
    ("dt_one", dt_one(8), Finding.REVERSED),
    *[(kind, {"status": "A word of next year"}, Finding.UNKNOWN) for kind in REAL],
    *[(kind, ["no", "object"], Finding.UNKNOWN) for kind in REAL],
]


@pytest.mark.parametrize(("kind", "body", "finding"), ANSWERS)
def test_each_word_of_a_seller_has_its_meaning(kind: str, body: object, finding: Finding) -> None:
    assert bought(kind, 200, body).finding is finding


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize("status", [301, 408, 409, 500, 502, 503, 504])
def test_a_status_that_may_hide_a_sale_is_a_riddle(kind: str, status: int) -> None:
    assert bought(kind, status, {}).finding is Finding.UNKNOWN


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize(
    ("status", "finding"), [(401, "not_taken"), (429, "not_taken"), (422, "rejected")]
)
def test_a_status_before_any_sale_is_certain(kind: str, status: int, finding: str) -> None:
    assert bought(kind, status, {}).finding == finding


@pytest.mark.parametrize("kind", REAL)
def test_the_key_that_was_stored_goes_out_with_the_order(kind: str) -> None:
    one, wire = seller(kind, says(200, {}))
    asyncio.run(one.top_up(ORDER))
    sent = wire.requests[-1]
    assert ORDER.key in f"{sent.body.decode()} {dict(sent.headers)}"
    assert sent.is_once
    assert "1500.5" in sent.body.decode()
    assert not [request for request in wire.requests if ORDER.to in repr(request)]


@pytest.mark.parametrize("kind", REAL)
def test_a_lost_answer_is_never_called_a_failure(kind: str) -> None:
    with pytest.raises(AnswerLost):
        asyncio.run(seller(kind, lambda _: AnswerLost("timed out"))[0].top_up(ORDER))
    with pytest.raises(SendFailed):
        asyncio.run(seller(kind, lambda _: NotSent("refused"))[0].top_up(ORDER))


@pytest.mark.parametrize(
    ("kind", "none", "other"),
    [
        (
            "reloadly",
            {"content": []},
            {"content": [{"customIdentifier": "x", "status": "SUCCESSFUL"}]},
        ),
        ("dt_one", [], [{**dt_one(7), "external_id": "x"}]),
    ],
)
def test_somebody_elses_sale_is_never_taken_for_ours(
    kind: str, none: object, other: object
) -> None:
    assert looked_up(kind, 200, none) is Finding.NOT_FOUND
    assert looked_up(kind, 200, other) is Finding.NOT_FOUND
    assert looked_up(kind, 502, none) is Finding.UNKNOWN


def test_a_seller_that_cannot_be_asked_by_key_leaves_the_riddle_to_people() -> None:
    assert looked_up("africas_talking", 200, {}) is Finding.UNKNOWN
    assert not SELLERS["africas_talking"].finds_by_key


def test_an_order_goes_out_on_a_connection_of_its_own_and_is_not_repeated() -> None:
    """A connection that died while idle makes the wire ask again; for money it must not."""

    async def story(server: Server) -> None:
        client = HttpClient(guard=Guard.open())
        await client.request("POST", server.url, body=b"first")
        with pytest.raises(AnswerLost):
            await client.request("POST", server.url, body=b"money", is_once=True)
        await client.close()

    server = with_server([b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", None], story)
    assert len([said for said in server.requests if said.endswith(b"money")]) == 1
    assert server.n_connections == 2
