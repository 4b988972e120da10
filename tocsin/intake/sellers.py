"""The door for sellers of airtime: `/sold/<account>/…`. A call is proven, heeded, and only then answered."""

import logging
from collections.abc import Awaitable, Callable
from uuid import UUID

from tocsin.channels.airtime.contract import Hint, Sale, Seller
from tocsin.channels.contract import HttpAnswer
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.domain.messages import Arrival
from tocsin.intake.limits import Bucket

log = logging.getLogger(__name__)

LARGEST = 64_000  # bytes of a call
HEARD = HttpAnswer(200, b'{"status": "heard"}')
REFUSED = HttpAnswer(401, b'{"status": "refused"}')
UNREADABLE = HttpAnswer(400, b'{"status": "unreadable"}')
UNKNOWN = HttpAnswer(404, b'{"status": "unknown"}')
TOO_LARGE = HttpAnswer(413, b'{"status": "too large"}')
TOO_MANY = HttpAnswer(429, b'{"status": "too many"}')
LATER = HttpAnswer(503, b'{"status": "later"}', headers=(("Retry-After", "5"),))


class SellerDoor:
    """Takes calls of sellers. Never raises: a seller that gets no answer calls for hours."""

    def __init__(
        self,
        find: Callable[[str], tuple[UUID, Seller] | None],
        *,
        heed: Callable[[UUID, Hint], Awaitable[None]],
        confirm: Callable[[UUID, Sale], Awaitable[bool]],
        limits: Bucket,
    ) -> None:
        self._find = find
        self._heed = heed
        self._confirm = confirm
        self._limits = limits

    async def receive(self, slug: str, arrival: Arrival) -> HttpAnswer:
        """Return the answer to a call at `/sold/<slug>/`, after its look-up is planned."""
        found = self._find(slug)
        if found is None or arrival.method != "POST":
            return UNKNOWN
        account, seller = found
        heard = self._heard(slug, seller, arrival)
        if isinstance(heard, HttpAnswer):
            return heard
        try:
            if isinstance(heard, Sale):
                return seller.reply(is_ours=await self._confirm(account, heard))
            await self._heed(account, heard)
        except Exception:  # the seller must call again; nothing was kept, and no sale was confirmed
            log.exception("airtime account %s: a call could not be heeded", slug)
            return LATER
        return HEARD

    def _heard(self, slug: str, seller: Seller, arrival: Arrival) -> Hint | Sale | HttpAnswer:
        """Return which order or sale is meant, or the answer to a call that means none."""
        if len(arrival.body) > LARGEST:
            return TOO_LARGE
        try:
            hint = seller.asked(arrival) or seller.heard(arrival)
        except (Refused, Unreadable) as wrong:
            log.warning("airtime account %s: a call was not taken (%s)", slug, wrong.reason)
            return REFUSED if isinstance(wrong, Refused) else UNREADABLE
        if not self._limits.take(slug, arrival.received_at):
            return TOO_MANY
        return hint or HEARD
