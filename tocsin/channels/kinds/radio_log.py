"""A radio room: a message becomes a task card, and only a read-back counts (alerting.md §6.2)."""

from tocsin.channels.contract import Ability, About, Channel, Health
from tocsin.channels.refusals import Refused
from tocsin.domain.messages import Arrival, Inbound, Outbound, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = About(
    kind="radio_log",
    title=_("Radio room"),
    abilities=frozenset({Ability.SENDS, Ability.MANUAL}),
    schemes=frozenset({"radio"}),
    max_characters=600,
)


class RadioLog(Channel):
    """The card is the delivery itself; its outcome is recorded by the operator."""

    about = ABOUT

    def verify(self, arrival: Arrival) -> None:  # noqa: ARG002 - nothing can arrive
        raise Refused("A radio room has no door. What it hears is entered on its screen.")

    def read(self, arrival: Arrival) -> list[Inbound]:  # noqa: ARG002 - nothing can arrive
        return []

    async def send(self, outbound: Outbound) -> Sent:
        """Unknown until somebody reads it back: no machine can say that it was heard."""
        return Sent(SentState.UNKNOWN, (outbound.id,))

    async def health(self) -> Health:
        return Health(is_up=None, facts={"carried_by": "operator"})
