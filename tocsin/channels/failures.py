"""Every way a send can fail: whether to repeat it, whose fault it is, what to tell a person."""

from dataclasses import dataclass
from datetime import timedelta

from tocsin.domain.messages import Blame
from tocsin.domain.problems.shape import gettext_noop


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to fail. Codes are for ever; `retry` means that the same means may work later."""

    code: str
    retry: bool
    blame: Blame
    sentence: str
    remedy: str


class SendFailed(Exception):
    """A carrier certainly did not take the message.

    `carrier_code` is the carrier's own word, never a text or a number of a person. `retry_after`
    is what the carrier asked us to wait, None when it said nothing.
    """

    def __init__(
        self, failure: Failure, carrier_code: str = "", *, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(f"{failure.code} {carrier_code}".strip())
        self.failure = failure
        self.carrier_code = carrier_code
        self.retry_after = retry_after


UNREACHABLE = Failure(
    "unreachable",
    retry=True,
    blame=Blame.GATEWAY,
    sentence=gettext_noop("The gateway did not answer."),
    remedy=gettext_noop("Check its power and its network. Tocsin tries again by itself."),
)
THROTTLED = Failure(
    "throttled",
    retry=True,
    blame=Blame.GATEWAY,
    sentence=gettext_noop("The gateway takes no more messages at the moment."),
    remedy=gettext_noop("Nothing to do. A second gateway or SIM card would carry more."),
)
REJECTED = Failure(
    "rejected",
    retry=False,
    blame=Blame.GATEWAY,
    sentence=gettext_noop("The gateway refused the message."),
    remedy=gettext_noop("Look up the carrier's code, and use another gateway meanwhile."),
)
BAD_NUMBER = Failure(
    "bad_number",
    retry=False,
    blame=Blame.RECIPIENT,
    sentence=gettext_noop("No such number can be reached."),
    remedy=gettext_noop("Correct the number in the directory."),
)
OPTED_OUT = Failure(
    "opted_out",
    retry=False,
    blame=Blame.RECIPIENT,
    sentence=gettext_noop("The carrier blocks messages to this number."),
    remedy=gettext_noop(
        "Reach the person by another number, and ask the carrier to lift the block."
    ),
)
NO_CREDIT = Failure(
    "no_credit",
    retry=True,
    blame=Blame.GATEWAY,
    sentence=gettext_noop("The gateway has no credit left."),
    remedy=gettext_noop("Buy airtime for its SIM card or its account."),
)
MISCONFIGURED = Failure(
    "misconfigured",
    retry=True,
    blame=Blame.GATEWAY,
    sentence=gettext_noop("The gateway does not accept how it is set up here."),
    remedy=gettext_noop("An administrator checks its settings. Messages wait; none is lost."),
)
TOO_LONG = Failure(
    "too_long",
    retry=False,
    blame=Blame.OURS,
    sentence=gettext_noop("The message is too long for this gateway."),
    remedy=gettext_noop("Shorten the wording, or use another gateway."),
)
UNINTELLIGIBLE_ANSWER = Failure(
    "unintelligible_answer",
    retry=True,
    blame=Blame.GATEWAY,
    sentence=gettext_noop("The gateway answered something that Tocsin does not understand."),
    remedy=gettext_noop("Check that its address is right and its version is supported."),
)
EXPIRED = Failure(
    "expired",
    retry=False,
    blame=Blame.OURS,
    sentence=gettext_noop("The message is too old to be sent."),
    remedy=gettext_noop("Nothing to do. What is late confuses more than it helps."),
)

CATALOGUE = {
    failure.code: failure
    for failure in (
        UNREACHABLE, THROTTLED, REJECTED, BAD_NUMBER, OPTED_OUT, NO_CREDIT, MISCONFIGURED,
        TOO_LONG, UNINTELLIGIBLE_ANSWER, EXPIRED,
    )
}  # fmt: skip
