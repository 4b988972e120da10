"""A seller for exercises and tests: it sells nothing, writes each order down, and can behave badly.

It forgives nothing: an order that comes twice is sold twice, and the page of orders shows it.
"""

import asyncio
import json
from pathlib import Path

from tocsin.channels import failures
from tocsin.channels.airtime.contract import Answer, Order, Seller, SellerAbout, Setting
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.domain.airtime_words import Finding
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = SellerAbout(
    kind="rehearsal",
    title=_("Invented seller (exercises only)"),
    settings=(
        Setting("page", _("File that lists what was sold")),
        Setting(
            "mood",
            _("How it behaves"),
            _("well, slow, hangs, loses_answer, refuses, unreachable, broken, reverses"),
            is_required=False,
            default="well",
        ),
    ),
    is_exercise_only=True,
)
_HANG = 3600.0  # seconds: longer than anybody's patience


class Rehearsal(Seller):
    about = ABOUT

    async def top_up(self, order: Order) -> Answer:
        match self.settings["mood"]:
            case "unreachable":
                raise SendFailed(failures.UNREACHABLE)
            case "refuses":
                return Answer(Finding.REJECTED, "refused", why="refused_by_seller")
            case "broken":
                return Answer(Finding.UNKNOWN, "http 502")  # A gateway before it, nothing behind.
        self._sell(order)
        match self.settings["mood"]:
            case "hangs":
                await asyncio.sleep(_HANG)
            case "loses_answer":
                raise AnswerLost("timed out")
            case "slow":
                return Answer(Finding.PENDING, "processing", self._reference(order))
        return Answer(Finding.DELIVERED, "sold", self._reference(order))

    async def look_up(self, order: Order) -> Answer:
        if order.key not in self.sold():
            return Answer(Finding.NOT_FOUND)
        if self.settings["mood"] == "reverses":
            return Answer(Finding.REVERSED, "reversed", self._reference(order))
        return Answer(Finding.DELIVERED, "sold", self._reference(order))

    def sold(self) -> list[str]:
        """Return the key of every sale, as often as it was sold."""
        page = Path(self.settings["page"])
        lines = page.read_text().splitlines() if page.exists() else []
        return [json.loads(line)["key"] for line in lines]

    def _sell(self, order: Order) -> None:
        page = Path(self.settings["page"])
        page.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"key": order.key, "minor": order.minor, "currency": order.currency})
        with page.open("a") as file:
            file.write(f"{line}\n")  # One write: a process that is killed leaves no half of it.

    def _reference(self, order: Order) -> str:
        return f"R{order.key[:8]}"
