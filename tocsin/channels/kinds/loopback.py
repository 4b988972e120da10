"""The shipped fake: the generic dialect on the way in, a file or memory on the way out."""

import json
import os
from collections.abc import Mapping

from tocsin.channels import dialect
from tocsin.channels.contract import (
    Ability,
    About,
    Callback,
    Channel,
    Clock,
    Health,
    Setting,
    wall_clock,
)
from tocsin.channels.failures import UNREACHABLE, SendFailed
from tocsin.channels.http import HttpClient
from tocsin.domain.messages import Arrival, Inbound, Outbound, Receipt, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = About(
    kind="loopback",
    title=_("Loopback (exercises only)"),
    abilities=frozenset({Ability.SENDS, Ability.RECEIVES, Ability.RECEIPTS, Ability.CALLS}),
    settings=(
        Setting("secret", _("Shared secret"), _("Signs what comes in."), is_secret=True),
        Setting(
            "spool",
            _("File for outgoing messages"),
            _("One JSON line each. Empty: kept in memory."),
            is_required=False,
        ),
    ),
    callbacks=(Callback("", _("Messages")), Callback("status", _("Receipts"))),
    schemes=frozenset({"tel", "radio", "url", "mail"}),
    is_exercise_only=True,
)


class Loopback(Channel):
    """Keeps what it is given, in `outbox` or in its spool; nothing leaves the machine."""

    about = ABOUT

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        super().__init__(settings, client=client, clock=clock)
        self.outbox: list[Outbound] = []

    def verify(self, arrival: Arrival) -> None:
        dialect.verify(arrival, self.settings["secret"])

    def read(self, arrival: Arrival) -> list[Inbound]:
        return [] if dialect.is_status(arrival) else dialect.read(arrival)

    def receipts(self, arrival: Arrival) -> list[Receipt]:
        return dialect.receipts(arrival) if dialect.is_status(arrival) else []

    async def send(self, outbound: Outbound) -> Sent:
        if not self.settings["spool"]:
            self.outbox.append(outbound)
            return Sent(SentState.SENT, (outbound.id,))
        line = {
            "id": outbound.id,
            "to": outbound.to,
            "text": outbound.text,
            "priority": outbound.priority.value,
            "at": self.clock().isoformat(),
        }
        # A local write of one line is shorter than the way to a thread and back.
        _append(self.settings["spool"], line)
        return Sent(SentState.SENT, (outbound.id,))

    async def health(self) -> Health:
        return Health(is_up=True)


def _append(path: str, line: dict[str, str]) -> None:
    # One write to a file opened for appending: several processes never mix their lines.
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SendFailed(UNREACHABLE, error.strerror or "spool") from error
