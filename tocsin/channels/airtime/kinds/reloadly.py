"""Reloadly Airtime: a token, the operator found by number, a top-up under our customIdentifier."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

from tocsin.channels import failures
from tocsin.channels.airtime.calls import Hint, check_signature, object_of, word_in
from tocsin.channels.airtime.contract import (
    Answer,
    Order,
    Seller,
    SellerAbout,
    Setting,
    fields_of,
    refusal,
)
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import failed
from tocsin.domain.airtime_words import Finding
from tocsin.domain.messages import Arrival
from tocsin.domain.money import decimals_of, in_units
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = SellerAbout(
    kind="reloadly",
    title=_("Reloadly Airtime"),
    settings=(
        Setting("client_id", _("Client id")),
        Setting("client_secret", _("Client secret"), is_secret=True),
        Setting("country", _("Country of the numbers"), _("Two letters."), default="CD"),
        Setting("url", _("Address"), default="https://topups.reloadly.com"),
        Setting("auth_url", _("Address for tokens"), default="https://auth.reloadly.com"),
        Setting(
            "webhook_secret", _("Signing secret of its webhook"), is_secret=True, is_required=False
        ),
    ),
)
_ACCEPT = "application/com.reloadly.topups-v1+json"
_STATES = {
    "SUCCESSFUL": Finding.DELIVERED,
    "PROCESSING": Finding.PENDING,
    "PENDING": Finding.PENDING,
    "REFUNDED": Finding.REVERSED,
    "FAILED": Finding.REJECTED,
}
_EARLY = timedelta(minutes=5)  # a token is renewed so long before its end


class Reloadly(Seller):
    about = ABOUT
    _token = ""
    _until: datetime | None = None

    async def top_up(self, order: Order) -> Answer:
        try:
            headers = await self._headers()
            operator = await self._operator(order, headers)
        except AnswerLost as lost:  # Nothing was bought yet: only asked who it is bought from.
            raise SendFailed(failures.UNREACHABLE, "before_buying") from lost
        wanted = {
            "operatorId": operator,
            "amount": in_units(order.minor, order.currency),
            "useLocalAmount": True,
            "customIdentifier": order.key,
            "recipientPhone": {
                "countryCode": self.settings["country"],
                "number": order.to.removeprefix("+"),
            },
        }
        reply = await self.client.request(
            "POST",
            f"{self._url}/topups",
            headers=headers,
            body=json.dumps(wanted).encode(),
            is_once=True,
        )
        if reply.status in (400, 422) and "CUSTOM_IDENTIFIER" in str(fields_of(reply)).upper():
            return Answer(Finding.UNKNOWN, "duplicate")  # An earlier call had arrived after all.
        return refusal(reply) or self._read(fields_of(reply))

    async def look_up(self, order: Order) -> Answer:
        headers = await self._headers()
        query = urlencode({"customIdentifier": order.key, "size": 1})
        reply = await self.client.request(
            "GET", f"{self._url}/topups/reports/transactions?{query}", headers=headers
        )
        if reply.status == 404:
            return Answer(Finding.NOT_FOUND)
        rows = fields_of(reply).get("content")
        if reply.status != 200 or not isinstance(rows, list):
            return Answer(Finding.UNKNOWN, f"http {reply.status}")
        # The filter is the seller's; that the answer is ours is checked here.
        ours = [row for row in rows if _is_ours(row, order)]
        return self._read(ours[0]) if ours else Answer(Finding.NOT_FOUND)

    async def balance(self) -> int | None:
        reply = await self.client.request(
            "GET", f"{self._url}/accounts/balance", headers=await self._headers()
        )
        said = fields_of(reply)
        amount, currency = said.get("balance"), str(said.get("currencyCode", "USD"))
        if not isinstance(amount, int | float):
            return None
        return round(float(amount) * 10.0 ** decimals_of(currency))

    def heard(self, arrival: Arrival) -> Hint | None:
        """Its call is signed: body, colon and its own timestamp, in hexadecimal."""
        stamp = arrival.headers.get("x-reloadly-request-timestamp", "")
        given = arrival.headers.get("x-reloadly-signature", "")
        signed = arrival.body + b":" + stamp.encode("latin-1")
        check_signature(given, signed, secret=self.settings["webhook_secret"])
        about = object_of(arrival).get("data")
        key = word_in(about.get("customIdentifier")) if isinstance(about, dict) else ""
        return Hint(key=key) if key else None

    @property
    def _url(self) -> str:
        return self.settings["url"].rstrip("/")

    async def _operator(self, order: Order, headers: dict[str, str]) -> int:
        path = f"/operators/auto-detect/phone/{order.to.removeprefix('+')}"
        reply = await self.client.request(
            "GET", f"{self._url}{path}/countries/{self.settings['country']}", headers=headers
        )
        if (failure := failed(reply)) is not None:
            raise failure
        found = fields_of(reply).get("operatorId") or fields_of(reply).get("id")
        if not isinstance(found, int):
            raise SendFailed(failures.BAD_NUMBER, "operator")
        return found

    async def _headers(self) -> dict[str, str]:
        if self._until is None or self._until <= self.clock():
            await self._renew()
        return {
            "authorization": f"Bearer {self._token}",
            "accept": _ACCEPT,
            "content-type": "application/json",
        }

    async def _renew(self) -> None:
        wanted = {
            "client_id": self.settings["client_id"],
            "client_secret": self.settings["client_secret"],
            "grant_type": "client_credentials",
            "audience": self._url,
        }
        url = f"{self.settings['auth_url'].rstrip('/')}/oauth/token"
        headers = {"content-type": "application/json"}
        reply = await self.client.request(
            "POST", url, headers=headers, body=json.dumps(wanted).encode()
        )
        if (failure := failed(reply)) is not None:
            raise failure
        said = fields_of(reply)
        self._token = str(said.get("access_token", ""))
        seconds = said.get("expires_in")
        life = timedelta(seconds=seconds if isinstance(seconds, int) else 0)
        self._until = self.clock() + max(life - _EARLY, timedelta(0))

    def _read(self, said: dict[str, object]) -> Answer:
        state = str(said.get("status", "")).upper()
        finding = _STATES.get(state, Finding.UNKNOWN)
        why = "refused_by_seller" if finding is Finding.REJECTED else ""
        return Answer(finding, state, str(said.get("transactionId") or ""), why)


def _is_ours(row: object, order: Order) -> bool:
    return isinstance(row, dict) and row.get("customIdentifier") == order.key
