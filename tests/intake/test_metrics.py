"""The figures are for whoever has the token; without one set there is no such address."""

import asyncio

import pytest

from tocsin.domain.gauge import Gauge
from tocsin.formats.prometheus import write_gauges
from tocsin.intake.metrics import Metrics


@pytest.mark.parametrize(
    ("token", "said", "status"),
    [
        ("", "Bearer ", 404),
        ("", "", 404),
        ("secret", "", 401),
        ("secret", "Bearer secrets", 401),
        ("secret", "Bearer é", 401),
        ("secret", "Bearer secret", 200),
    ],
)
def test_only_the_token_opens_it(token: str, said: str, status: int) -> None:
    async def figures() -> str:
        return "tocsin_engines 1\n"

    metrics = Metrics(token=token, figures=figures)
    answer = asyncio.run(metrics({"authorization": said} if said else {}))
    assert answer.status == status
    assert (answer.body == b"tocsin_engines 1\n") is (status == 200)


def test_a_label_cannot_break_out_of_its_quotes() -> None:
    text = write_gauges([Gauge("x", 0.5, {"a": 'b"\n\\'})], about={"x": "A figure."})
    assert (
        text == '# HELP tocsin_x A figure.\n# TYPE tocsin_x gauge\ntocsin_x{a="b\\"\\n\\\\"} 0.5\n'
    )
