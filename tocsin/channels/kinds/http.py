"""Any program that speaks the signed generic dialect, in and out (design.md §6)."""

from tocsin.channels import dialect, http
from tocsin.channels.contract import Ability, About, Callback, Channel, Setting
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import MISCONFIGURED, SendFailed
from tocsin.domain.messages import Arrival, Inbound, Outbound, Receipt, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = About(
    kind="http",
    title=_("Generic signed HTTP"),
    abilities=frozenset({Ability.SENDS, Ability.RECEIVES, Ability.RECEIPTS, Ability.CALLS}),
    settings=(
        Setting("secret", _("Shared secret"), _("Signs every request, both ways."), is_secret=True),
        Setting(
            "url", _("Address for outgoing messages"), _("Empty: receives only."), is_required=False
        ),
    ),
    callbacks=(Callback("", _("Messages")), Callback("status", _("Receipts"))),
    max_characters=1600,
)


class SignedHttp(Channel):
    about = ABOUT

    def verify(self, arrival: Arrival) -> None:
        dialect.verify(arrival, self.settings["secret"])

    def read(self, arrival: Arrival) -> list[Inbound]:
        return [] if dialect.is_status(arrival) else dialect.read(arrival)

    def receipts(self, arrival: Arrival) -> list[Receipt]:
        return dialect.receipts(arrival) if dialect.is_status(arrival) else []

    async def send(self, outbound: Outbound) -> Sent:
        """A 409 means that an earlier try under the same id was taken."""
        if not self.settings["url"]:
            raise SendFailed(MISCONFIGURED, "url")
        body = dialect.outbound_body(outbound)
        headers = dialect.signed_headers(self.settings["secret"], body, at=self.clock())
        try:
            reply = await self.client.request(
                "POST", self.settings["url"], headers=headers, body=body
            )
        except AnswerLost:
            return Sent(SentState.UNKNOWN)
        if reply.status == 409:
            return Sent(SentState.SENT)
        if reply.status == 504:
            return Sent(SentState.UNKNOWN)
        failure = http.failed(reply)
        if failure is not None:
            raise failure
        return Sent(SentState.SENT)
