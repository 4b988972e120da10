"""Africa's Talking Airtime: a form with the recipients, an Idempotency-Key, an answer a number.

Its look-up wants the reference that the answer gave, so a lost answer is a person's riddle.
"""

import json
from urllib.parse import urlencode

from tocsin.channels.airtime.calls import (
    CALLED_AT,
    Hint,
    check_secret,
    form_of,
    number_in,
    object_of,
    units_in,
    word_in,
)
from tocsin.channels.airtime.contract import (
    Answer,
    Order,
    Sale,
    Seller,
    SellerAbout,
    Setting,
    fields_of,
    refusal,
)
from tocsin.channels.contract import HttpAnswer
from tocsin.channels.refusals import Unreadable
from tocsin.domain.airtime_words import Finding
from tocsin.domain.messages import Arrival
from tocsin.domain.money import in_units
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = SellerAbout(
    kind="africas_talking",
    title=_("Africa's Talking Airtime"),
    settings=(
        Setting("username", _("User name of the application")),
        Setting("api_key", _("API key"), is_secret=True),
        Setting("url", _("Address"), default="https://api.africastalking.com"),
        CALLED_AT,
    ),
    finds_by_key=False,
    asks_first=True,
)

# Its own words for a number, and for what a look-up finds.
_STATES = {
    "sent": Finding.PENDING,
    "queued": Finding.PENDING,
    "pending": Finding.PENDING,
    "success": Finding.DELIVERED,
    "failed": Finding.REJECTED,
}


class AfricasTalking(Seller):
    about = ABOUT

    async def top_up(self, order: Order) -> Answer:
        amount = f"{order.currency} {in_units(order.minor, order.currency)}"
        form = {
            "username": self.settings["username"],
            "recipients": json.dumps([{"phoneNumber": order.to, "amount": amount}]),
            "maxNumRetry": "0",
        }
        reply = await self.client.request(
            "POST",
            f"{self.settings['url'].rstrip('/')}/version1/airtime/send",
            headers={
                **self._headers(),
                "content-type": "application/x-www-form-urlencoded",
                "Idempotency-Key": order.key,
            },
            body=urlencode(form).encode(),
            is_once=True,
        )
        refused = refusal(reply)
        return refused or self._read(fields_of(reply))

    async def look_up(self, order: Order) -> Answer:
        if not order.reference:
            return Answer(Finding.UNKNOWN)
        query = urlencode({"username": self.settings["username"], "transactionId": order.reference})
        reply = await self.client.request(
            "GET",
            f"{self.settings['url'].rstrip('/')}/query/transaction/find?{query}",
            headers=self._headers(),
        )
        said = fields_of(reply)
        if reply.status == 404 or "not found" in str(said.get("errorMessage", "")).lower():
            return Answer(Finding.NOT_FOUND)
        found = said.get("data")
        state = str(found.get("status", "")) if isinstance(found, dict) else ""
        return Answer(_STATES.get(state.lower(), Finding.UNKNOWN), state)

    def heard(self, arrival: Arrival) -> Hint | None:
        """Its call is not signed. It names its own reference, which a lost answer never gave us."""
        check_secret(arrival, self.settings["callback_secret"])
        said = form_of(arrival)
        reference = word_in(said.get("requestId"))
        amount = units_in(said.get("value", ""))
        if not reference or reference.lower() == "none":
            return None
        return Hint(reference=reference, to=word_in(said.get("phoneNumber")), amount=amount)

    def asked(self, arrival: Arrival) -> Sale | None:
        """Before each sale it asks at the address with `validate`, as JSON or as a form."""
        if "validate" not in arrival.path.split("/"):
            return None
        check_secret(arrival, self.settings["callback_secret"])
        is_json = arrival.body.lstrip()[:1] == b"{"
        said = object_of(arrival) if is_json else form_of(arrival)
        amount = number_in(said.get("amount"))
        names = ("transactionId", "phoneNumber", "currencyCode")
        sale, to, currency = (word_in(said.get(name)) for name in names)
        if amount is None or not (sale and to and currency):
            raise Unreadable("transactionId, phoneNumber, currencyCode or amount is missing.")
        return Sale(sale, to, amount, currency)

    def reply(self, *, is_ours: bool) -> HttpAnswer:
        word = "Validated" if is_ours else "Failed"
        return HttpAnswer(200, json.dumps({"status": word}).encode())

    def _read(self, said: dict[str, object]) -> Answer:
        rows = said.get("responses")
        row = rows[0] if isinstance(rows, list) and rows else None
        if not isinstance(row, dict):
            # "A duplicate request was received": the first one counts, whatever became of it.
            return Answer(Finding.UNKNOWN, str(said.get("errorMessage", ""))[:80])
        state, reference = str(row.get("status", "")), str(row.get("requestId", ""))
        finding = _STATES.get(state.lower(), Finding.UNKNOWN)
        return Answer(
            finding,
            state,
            "" if reference.lower() == "none" else reference,
            why="refused_by_seller" if finding is Finding.REJECTED else "",
        )

    def _headers(self) -> dict[str, str]:
        return {"apiKey": self.settings["api_key"], "accept": "application/json"}
