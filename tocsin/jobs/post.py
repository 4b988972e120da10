"""The post: reports that go by e-mail, a row each, by the first mail account that is switched on."""

import asyncio
import logging
from uuid import UUID

from tocsin.actions.report_letters import letter_of
from tocsin.actions.report_posts import Posted, claim_posts, record_posts
from tocsin.channels.failures import UNREACHABLE, SendFailed
from tocsin.channels.letters import Letter, Postman
from tocsin.domain.messages import SentState
from tocsin.jobs.desk import Desk
from tocsin.jobs.gateways import Carriers
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

ANSWER_LOST = "answer_lost"  # it may have it
POLL = 5.0  # seconds; a report by e-mail is no page


class Post:
    """Claims letters, sends each outside any transaction, and records what came of it."""

    def __init__(self, carriers: Carriers, desk: Desk) -> None:
        self._carriers = carriers
        self._desk = desk

    async def run(self) -> None:
        while True:
            await self._turn()
            await asyncio.sleep(POLL)

    async def _turn(self) -> None:
        postman = self._postman()
        if postman is None:  # they wait, as rows, until there is a mail account
            return
        for key in await self._desk.insist(_claim):
            tried = await self._try(postman, key)
            await self._desk.insist(_record, tried)

    async def _try(self, postman: Postman, key: UUID) -> Posted:
        try:
            letter = await self._desk.insist(letter_of, key)
        except Exception:  # a report that cannot be written must not stop the others
            log.exception("letter %s could not be written", key)
            return Posted(key, "letter", is_final=True)
        return await post_letter(postman, key, letter)

    def _postman(self) -> Postman | None:
        found = (one.channel for one in self._carriers.all() if one.is_enabled)
        return next((channel for channel in found if isinstance(channel, Postman)), None)


async def post_letter(postman: Postman, key: UUID, letter: Letter) -> Posted:
    """Post one letter. Only a server that said so has it (RFC 5321 §4.2.5).

    After silence it is posted again under the same Message-ID, by which a second one is known.
    """
    try:
        sent = await postman.post(letter)
    except SendFailed as failed:
        is_final = not failed.failure.retry
        return Posted(key, failed.failure.code, is_final=is_final, retry_after=failed.retry_after)
    except Exception:  # what a carrier does wrong must not end the engine
        log.exception("letter %s failed", key)
        return Posted(key, UNREACHABLE.code)
    return Posted(key, "" if sent.state is SentState.SENT else ANSWER_LOST)


def _claim() -> list[UUID]:
    return claim_posts(at=database_now())


def _record(tried: Posted) -> None:
    record_posts([tried], at=database_now())
