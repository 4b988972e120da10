"""One round of the engine's airtime in a process of its own, so that a test can kill it."""

import asyncio
import os
import sys

import django

django.setup()

from tocsin.channels.guard import Guard  # noqa: E402 - models exist only once Django is set up
from tocsin.channels.http import HttpClient, Patience  # noqa: E402
from tocsin.jobs.airtime import AirtimeRounds  # noqa: E402
from tocsin.jobs.desk import Desk  # noqa: E402

PATIENCE = float(os.environ.get("ROUND_PATIENCE", "60"))


async def go(rounds: int) -> None:
    desk = Desk("airtime")
    client = HttpClient(guard=Guard(["127.0.0.0/8"]), patience=Patience(connect=2, answer=1))
    airtime = AirtimeRounds(desk, client, patience=PATIENCE)
    for _ in range(rounds):
        await airtime.go_round()
    await client.close()
    desk.close()


if __name__ == "__main__":
    asyncio.run(go(int(sys.argv[1])))
