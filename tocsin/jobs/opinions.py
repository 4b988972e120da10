"""Ask a local language model beside the line: rows claimed one by one, outside any transaction, with an end to it."""

import asyncio
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from tocsin.actions.opinions import record_opinion, take_opinion, want_opinions
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.channels.guard import Forbidden, LocalOnly
from tocsin.channels.http import HttpClient, Patience
from tocsin.domain.second_opinion import Opinion, opinion_of, question
from tocsin.jobs.desk import Desk
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

POLL = 2.0  # seconds
PAUSE = 60.0  # after an error of ours: nobody waits for an opinion
JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Adviser:
    """Where the model answers (an OpenAI-compatible address such as http://127.0.0.1:8080/v1), and its name."""

    url: str
    model: str
    seconds: float

    def client(self) -> HttpClient:
        return HttpClient(guard=LocalOnly(), patience=Patience(answer=self.seconds))


def is_reachable(adviser: Adviser) -> bool:
    """Say whether the address is one that may be asked: of this machine or a private network."""
    try:
        target = urlsplit(adviser.url)
        port = target.port or (443 if target.scheme == "https" else 80)
        host = target.hostname or ""
        if target.scheme not in ("http", "https") or not host or target.username is not None:
            return False
        return bool(asyncio.run(LocalOnly().addresses(host, port)))
    except (Forbidden, OSError, ValueError):
        return False


class Opinions:
    """Takes what waits and asks. It decides nothing, and nothing waits for it."""

    def __init__(
        self, desk: Desk, *, engine: int, adviser: Adviser, client: HttpClient | None = None
    ) -> None:
        self._desk = desk
        self._engine = engine
        self._adviser = adviser
        self._client = client or adviser.client()

    async def run(self) -> None:
        while True:
            try:
                if not await self.step():
                    await asyncio.sleep(POLL)
            except Exception:  # a second opinion must never stop the line beside it
                log.exception("a second opinion could not be had")
                await asyncio.sleep(PAUSE)

    async def step(self) -> bool:
        """Ask one question, and say whether one waited."""
        taken = await self._desk.insist(_take, self._engine)
        if taken is None:
            return False
        pk, asked = taken
        opinion, failure = await self._ask(asked)
        await self._desk.insist(_record, pk, opinion, self._adviser.model, failure)
        return True

    async def _ask(self, asked: str) -> tuple[Opinion | None, str]:
        address = f"{self._adviser.url.rstrip('/')}/chat/completions"
        body = question(asked, model=self._adviser.model)
        try:
            reply = await self._client.request("POST", address, headers=JSON, body=body)
        except SendFailed as error:
            return None, error.failure.code
        except AnswerLost:
            return None, "no_answer"
        if reply.status != 200:
            return None, str(reply.status)
        return opinion_of(reply.body), ""


def _take(engine: int) -> tuple[UUID, str] | None:
    now = database_now()
    want_opinions(at=now)
    return take_opinion(engine=engine, at=now)


def _record(pk: UUID, opinion: Opinion | None, model: str, failure: str) -> None:
    record_opinion(pk, opinion, model=model, at=database_now(), failure=failure)
