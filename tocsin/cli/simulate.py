"""`tocsin simulate`: play a night of messages against a running exercise, through its real doors."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from tocsin.channels import phone as simulated
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import HttpClient
from tocsin.cli.attach import DATA
from tocsin.cli.demo.night import SCENARIOS, Phone, Saying, phones_of, read_scenario, split
from tocsin.cli.demo.screens import Screens
from tocsin.domain.messages import Part

GATEWAY = "phones"
BEGINS = timedelta(hours=18)
PAGED_WITHIN = 20.0  # real seconds that an answer waits for the page it answers
TRIES = 10
BETWEEN_TRIES = 0.5  # seconds; a killed program is back within two
QUIET_AFTER = 2.0  # seconds without a text to any phone: the night is over


@click.command()
@click.argument("scenario", type=click.Choice(SCENARIOS))
@click.option(
    "--speed", default=180.0, show_default=True, help="Times faster than life.", type=float
)
@click.option("--seed", default=1, show_default=True, help="The same seed plays the same night.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=DATA,
    show_default=True,
    help="Folder of the running exercise.",
)
def simulate(scenario: str, speed: float, seed: int, data: Path) -> None:
    """Play a night of messages: villagers text and call, responders answer what they are sent."""
    if speed <= 0:
        raise click.BadParameter("must be more than 0", param_hint="--speed")
    demo = _demo_of(data)
    sayings = read_scenario(scenario, seed=seed, phones=phones_of(demo))
    secret = next(one["secret"] for one in demo["gateways"] if one["slug"] == GATEWAY)
    screens = Screens(data / "phones.jsonl", phones_of(demo))
    # A second playing of the same night is a new night, not the first one delivered again.
    night = f"{scenario}-{seed}-{int(time.time())}"
    player = Player(demo["url"], secret, screens, night=night, speed=speed)
    account = asyncio.run(player.play(sayings))
    click.echo(account.sentence())
    if account.unreachable:
        raise click.ClickException(f"{account.unreachable} messages could not be delivered.")


@dataclass(slots=True)
class Account:
    """What came of a night."""

    messages: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    unpaged: int = 0
    unreachable: int = 0
    received: int = 0
    phones: int = 0

    def sentence(self) -> str:
        statuses = ", ".join(f"{n} answered {status}" for status, n in sorted(self.answers.items()))
        lines = [
            f"\n{self.messages} messages played ({statuses}).",
            f"{self.received} texts reached {self.phones} phones.",
        ]
        if self.unpaged:
            lines.append(f"{self.unpaged} answers were not given: their page had not come.")
        return "\n".join(lines)


class Player:
    """Says each thing at its minute, `speed` times faster than life."""

    def __init__(
        self, url: str, secret: str, screens: Screens, *, night: str, speed: float
    ) -> None:
        self._url = url
        self._secret = secret
        self._screens = screens
        self._night = night
        self._speed = speed
        self._account = Account()

    async def play(self, sayings: Sequence[Saying]) -> Account:
        """Return the account of the night when the phones are quiet again."""
        self._screens.skip()
        client = simulated.network()
        began = time.monotonic()
        try:
            for saying in sayings:
                wait = began + saying.minute * 60 / self._speed - time.monotonic()
                await asyncio.sleep(max(0.0, wait))
                self._show_received()
                await self._say(saying, client)
        finally:
            await client.close()
        await self._listen_on()
        self._account.received = self._screens.n_received
        self._account.phones = self._screens.n_phones
        return self._account

    async def _say(self, saying: Saying, client: HttpClient) -> None:
        by, text = saying.by[0], saying.text
        if saying.answers:
            paged = await self._screens.page(saying.by, saying.answers, within=PAGED_WITHIN)
            if paged is None:
                self._account.unpaged += 1
                return
            self._show_received()
            by, text = paged[0], f"{paged[1]} {saying.text}"
        self._account.messages += 1
        _show(saying, by, text or "(missed call)")
        for name, piece, part in self._posts(saying, text):
            await self._post(client, by, saying.kind, f"{self._night}-{name}", piece, part)

    def _posts(self, saying: Saying, text: str) -> list[tuple[str, str, Part | None]]:
        name = f"{saying.number:03}"
        if saying.pieces == 1:
            return [(name, text, None)] * (2 if saying.again else 1)
        pieces = enumerate(split(text, saying.pieces), start=1)
        # The network gives no promise about their order, so they come in the wrong one.
        return [
            (f"{name}-{n}", piece, Part(saying.number, saying.pieces, n))
            for n, piece in reversed(list(pieces))
        ]

    async def _post(
        self, client: HttpClient, by: Phone, kind: str, name: str, text: str, part: Part | None
    ) -> None:
        for _ in range(TRIES):
            try:
                status = await simulated.text(
                    self._url,
                    GATEWAY,
                    self._secret,
                    from_=by.number,
                    text=text,
                    id=name,
                    kind=kind,
                    part=part,
                    client=client,
                )
            except (SendFailed, AnswerLost):
                status = 0
            if status == 200:
                self._account.answers[status] += 1
                return
            await asyncio.sleep(BETWEEN_TRIES)
        self._account.unreachable += 1

    async def _listen_on(self) -> None:
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < QUIET_AFTER:
            await asyncio.sleep(0.2)
            if self._show_received():
                quiet_since = time.monotonic()

    def _show_received(self) -> bool:
        received = self._screens.look()
        for text in received:
            click.echo(f"         -> {text.to}: {text.text}")
        return bool(received)


def _demo_of(data: Path) -> dict[str, Any]:
    try:
        demo: dict[str, Any] = json.loads((data / "demo.json").read_text("utf-8"))
    except FileNotFoundError:
        raise click.ClickException(
            f"No exercise runs in {data}. Start one with `tocsin demo --data {data}`."
        ) from None
    return demo


def _show(saying: Saying, by: Phone, text: str) -> None:
    clock = BEGINS + timedelta(minutes=saying.minute)
    hours, minutes = divmod(int(clock.total_seconds() // 60), 60)
    home = f", {by.home}" if by.home else ""
    click.echo(f"{hours % 24:02}:{minutes:02}  {by.name}{home}: {text}")
