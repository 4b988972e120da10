"""DT One Digital Value Services: a transaction under our external_id, confirmed by itself.

Its states have classes: 1 created, 2 confirmed, 3 rejected, 4 cancelled, 5 submitted, 7 completed,
8 reversed, 9 declined. 2 and 5 are not final, and 7 can still become 8.
"""

import json
from urllib.parse import urlencode

from tocsin.channels import failures
from tocsin.channels.airtime.calls import CALLED_AT, Hint, check_secret, object_of, word_in
from tocsin.channels.airtime.contract import (
    Answer,
    Order,
    Seller,
    SellerAbout,
    Setting,
    fields_of,
    refusal,
)
from tocsin.channels.exchange import HttpReply
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import basic
from tocsin.domain.airtime_words import Finding
from tocsin.domain.messages import Arrival
from tocsin.domain.money import decimals_of
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = SellerAbout(
    kind="dt_one",
    title=_("DT One (DVS)"),
    settings=(
        Setting("key", _("API key")),
        Setting("secret", _("API secret"), is_secret=True),
        Setting("products", _("Products"), _("Operator and product, such as vodacom=1234 airtel=5678.")),
        Setting("url", _("Address"), default="https://dvs-api.dtone.com"),
        CALLED_AT,
        Setting("callback_url", _("Address where it calls us"), _("With the secret at its end. Empty: it is asked only."), is_required=False),
    ),
)  # fmt: skip
_CLASSES = {
    1: Finding.PENDING,
    2: Finding.PENDING,
    3: Finding.REJECTED,
    4: Finding.REJECTED,
    5: Finding.PENDING,
    7: Finding.DELIVERED,
    8: Finding.REVERSED,
    9: Finding.REJECTED,
}
# "The external id has been used": an earlier call had arrived.
_USED = ("EXTERNAL_ID", "EXTERNAL ID", "DUPLICAT")


class DtOne(Seller):
    about = ABOUT

    async def top_up(self, order: Order) -> Answer:
        wanted: dict[str, object] = {
            "external_id": order.key,
            "product_id": self._product(order.operator),
            "auto_confirm": True,
            "calculation_mode": "DESTINATION_AMOUNT",
            "destination": {
                "amount": order.minor / 10 ** decimals_of(order.currency),
                "unit_type": "CURRENCY",
                "unit": order.currency,
            },
            "credit_party_identifier": {"mobile_number": order.to},
        }
        if self.settings["callback_url"]:
            wanted["callback_url"] = self.settings["callback_url"]
        reply = await self.client.request(
            "POST",
            f"{self._url}/v1/async/transactions",
            headers={**self._headers(), "content-type": "application/json"},
            body=json.dumps(wanted).encode(),
            is_once=True,
        )
        if reply.status in (400, 409, 422) and _is_used(reply):
            return Answer(Finding.UNKNOWN, "duplicate")
        return refusal(reply) or _read(fields_of(reply))

    async def look_up(self, order: Order) -> Answer:
        query = urlencode({"external_id": order.key})
        reply = await self.client.request(
            "GET", f"{self._url}/v1/transactions?{query}", headers=self._headers()
        )
        if reply.status == 404:
            return Answer(Finding.NOT_FOUND)
        try:
            rows = json.loads(reply.body)
        except ValueError:
            rows = None
        if reply.status != 200 or not isinstance(rows, list):
            return Answer(Finding.UNKNOWN, f"http {reply.status}")
        ours = [r for r in rows if isinstance(r, dict) and r.get("external_id") == order.key]
        return _read(ours[0]) if ours else Answer(Finding.NOT_FOUND)

    def heard(self, arrival: Arrival) -> Hint | None:
        """Its call is the transaction itself, unsigned."""
        check_secret(arrival, self.settings["callback_secret"])
        key = word_in(object_of(arrival).get("external_id"))
        return Hint(key=key) if key else None

    @property
    def _url(self) -> str:
        return self.settings["url"].rstrip("/")

    def _product(self, operator: str) -> int:
        pairs = dict(
            pair.split("=", 1) for pair in self.settings["products"].split() if "=" in pair
        )
        found = pairs.get(operator, "")
        if not found.isdigit():
            raise SendFailed(failures.MISCONFIGURED, "product")
        return int(found)

    def _headers(self) -> dict[str, str]:
        return {
            "authorization": basic(self.settings["key"], self.settings["secret"]),
            "accept": "application/json",
        }


def _read(said: dict[str, object]) -> Answer:
    status = said.get("status")
    group = status.get("class") if isinstance(status, dict) else None
    number = group.get("id") if isinstance(group, dict) else None
    finding = _CLASSES.get(number, Finding.UNKNOWN) if isinstance(number, int) else Finding.UNKNOWN
    word = str(status.get("message", "")) if isinstance(status, dict) else ""
    why = "refused_by_seller" if finding is Finding.REJECTED else ""
    return Answer(finding, word, str(said.get("id") or ""), why)


def _is_used(reply: HttpReply) -> bool:
    said = reply.body.decode("utf-8", "replace").upper()
    return any(word in said for word in _USED)
