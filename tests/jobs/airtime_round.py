"""One round of the engine's airtime in a process of its own, so that a test can kill it."""

import asyncio
import sys

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient, Patience
from tocsin.jobs.airtime import AirtimeRounds
from tocsin.jobs.desk import Desk


async def go(rounds: int, *, patience: float = 60.0) -> None:
    desk = Desk("airtime")
    client = HttpClient(guard=Guard(["127.0.0.0/8"]), patience=Patience(connect=2, answer=1))
    airtime = AirtimeRounds(desk, client, patience=patience)
    for _ in range(rounds):
        await airtime.go_round()
    await client.close()
    desk.close()


if __name__ == "__main__":
    asyncio.run(go(int(sys.argv[1])))
