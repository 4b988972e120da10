"""An Android phone with the app "SMS Gateway for Android": local, private or cloud server."""

import json
from datetime import datetime

from tocsin.channels import http, wording
from tocsin.channels.contract import (
    Ability,
    About,
    Callback,
    Channel,
    Fate,
    Health,
    HttpAnswer,
    Outcome,
    Setting,
    generic_answer,
)
from tocsin.channels.exchange import AnswerLost, HttpReply
from tocsin.channels.failures import BAD_NUMBER, MISCONFIGURED, UNREACHABLE, SendFailed
from tocsin.channels.kinds.android_gateway import events, inbox
from tocsin.channels.kinds.android_gateway.order import order
from tocsin.channels.refusals import Unreadable
from tocsin.domain.messages import Arrival, Inbound, Outbound, Receipt, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.domain.words import Priority

ABOUT = About(
    kind="android_gateway",
    title=_("Android phone (SMS Gateway for Android)"),
    abilities=frozenset(
        {Ability.SENDS, Ability.RECEIVES, Ability.RECEIPTS, Ability.CATCHES_UP, Ability.HEALTH}
    ),
    settings=(
        Setting("url", _("Address of the phone or its server"), _("http://PHONE:8080"), is_required=False),
        Setting("username", _("User name"), _("As the app shows it."), is_required=False),
        Setting("password", _("Password"), is_secret=True, is_required=False),
        Setting("secret", _("Signing key of the webhooks"), is_secret=True),
        Setting("sim", _("SIM slot for sending"), _("1 or 2. Empty: the phone decides."), is_required=False),
        Setting("device", _("Device id"), _("Only if several phones share one account."), is_required=False),
    ),
    callbacks=(Callback("", _("Every webhook event")),),
)  # fmt: skip

_PAGE, _MOST_PAGES = 500, 40  # of the inbox; the app lists no more at once


class AndroidGateway(Channel):
    about = ABOUT

    def verify(self, arrival: Arrival) -> None:
        """A phone with a wrong clock is believed: its signature proves enough, copies are harmless."""
        events.verify(arrival, self.settings["secret"])

    def read(self, arrival: Arrival) -> list[Inbound]:
        return events.read(arrival)

    def receipts(self, arrival: Arrival) -> list[Receipt]:
        return events.receipts(arrival)

    def heartbeat(self, arrival: Arrival) -> Health | None:
        return events.heartbeat(arrival)

    def answer(
        self,
        arrival: Arrival,  # noqa: ARG002 - the answer depends on the fate alone
        outcome: Outcome,
    ) -> HttpAnswer:
        # What we have kept must not come again for two days, even if we cannot read it yet.
        is_kept = outcome.fate is Fate.UNREADABLE
        return HttpAnswer(200, b'{"status":"kept"}') if is_kept else generic_answer(outcome)

    async def send(self, outbound: Outbound) -> Sent:
        """A 409 means that an earlier try under the same id was taken."""
        body = order(outbound, settings=self.settings, now=self.clock())
        try:
            # The numbers are checked by us, and the app would refuse short codes.
            reply = await self._ask("POST", "/messages?skipPhoneValidation=true", body)
        except AnswerLost:
            return await self._look_up(outbound)
        if reply.status == 409:
            return Sent(SentState.SENT, (outbound.id,))
        failure = http.failed(reply)
        if failure is None:
            return Sent(SentState.SENT, (outbound.id,))
        is_number = reply.status == 400 and b"phone" in reply.body.lower()
        raise SendFailed(BAD_NUMBER, "400") if is_number else failure

    async def catch_up(self, since: datetime) -> list[Inbound]:
        """Return what the phone has received since then; copies carry the same ids as at the door.

        The phone is also asked to look through its inbox for what the app never saw: that comes
        to our door by itself. Raises SendFailed.
        """
        now = self.clock()
        period = {"since": since.isoformat(), "until": now.isoformat()}
        try:
            asked = await self._ask("POST", "/inbox/refresh", period | {"triggerWebhooks": True})
            inbox.taken(asked)
            found: list[Inbound] = []
            for _ in range(_MOST_PAGES):
                page = f"/inbox?from={_utc(since)}&to={_utc(now)}&limit={_PAGE}&offset={len(found)}"
                listed = inbox.listed(await self._ask("GET", page), received_at=now)
                found += listed
                if len(listed) < _PAGE:
                    break
        except AnswerLost as error:
            raise SendFailed(UNREACHABLE, "catch_up") from error
        return found

    async def health(self) -> Health:
        try:
            reply = await self._ask("GET", "/health")
            facts, _ = wording.json_object(reply.body)
        except SendFailed as error:
            return Health(is_up=False, facts={"failure": error.failure.code})
        except (AnswerLost, Unreadable):
            return Health(is_up=False, facts={"failure": "unintelligible_answer"})
        return events.health_of(facts)

    async def _look_up(self, outbound: Outbound) -> Sent:
        """Ask whether the phone has it; a P1 does not wait for that."""
        if outbound.priority is Priority.P1:
            return Sent(SentState.UNKNOWN)
        try:
            reply = await self._ask("GET", f"/messages/{outbound.id}")
        except (AnswerLost, SendFailed):
            return Sent(SentState.UNKNOWN)
        state = SentState.SENT if reply.status == 200 else SentState.UNKNOWN
        return Sent(state, (outbound.id,) if state is SentState.SENT else ())

    async def _ask(
        self, method: str, path: str, body: dict[str, object] | None = None
    ) -> HttpReply:
        base = self.settings["url"].rstrip("/")
        if not base:
            raise SendFailed(MISCONFIGURED, "url")
        login = http.basic(self.settings["username"], self.settings["password"])
        headers = {"authorization": login, "content-type": "application/json"}
        data = b"" if body is None else json.dumps(body).encode()
        return await self.client.request(method, base + path, headers=headers, body=data)


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z").replace("+", "%2B")
