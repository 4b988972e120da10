"""A USB modem behind gammu-smsd: our hook brings in what it hears, its own tool takes what we send.

The daemon is a program of its own, so its licence does not reach us, and a hung modem cannot hang
us. `gammu_hook` speaks the generic dialect to our door.
"""

import hashlib
import math
import re
from datetime import timedelta
from pathlib import Path

from tocsin.channels import dialect, ussd, wording
from tocsin.channels.contract import Ability, About, Callback, Channel, Health, Setting
from tocsin.channels.failures import BAD_NUMBER, EXPIRED, MISCONFIGURED, UNREACHABLE, SendFailed
from tocsin.channels.tools import run_tool
from tocsin.domain.messages import Arrival, Inbound, Outbound, Receipt, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = About(
    kind="gammu",
    title=_("USB modem (gammu-smsd)"),
    abilities=frozenset({
        Ability.SENDS, Ability.RECEIVES, Ability.RECEIPTS, Ability.CALLS, Ability.HEALTH, Ability.BALANCE,
    }),
    settings=(
        Setting("secret", _("Shared secret"), _("The same as in the hook's file."), is_secret=True),
        Setting("config", _("Configuration file of gammu-smsd"), _("Empty: receives only."), is_required=False),
        Setting("ledger", _("Folder that remembers what was handed over"), is_required=False),
        *ussd.SETTINGS,
    ),
    callbacks=(Callback("", _("Messages and calls")), Callback("status", _("Receipts")), ussd.CALLBACK),
)  # fmt: skip

# Never settings: who may change a gateway must not thereby run any program on this machine.
_HAND_OVER, _MONITOR = "gammu-smsd-inject", "gammu-smsd-monitor"
_WITHIN = 20.0  # seconds; the tool only writes a file
# How long the network keeps trying, in the words of the tool.
_VALIDITIES = ((1, "HOUR"), (6, "6HOURS"), (24, "DAY"), (72, "3DAYS"))
_NUMBER = re.compile(r"\+?[0-9]{2,20}")
_WRITTEN = re.compile(rb"Written message with ID (\S+)")
_FACT = re.compile(r"^(\w+): (.*)$", re.MULTILINE)
# Of what the monitor says, only what names no person and no card.
_FACTS = ("PhoneID", "Sent", "Received", "Failed", "BatterPercent", "NetworkSignal")


class Gammu(Channel):
    about = ABOUT

    def verify(self, arrival: Arrival) -> None:
        dialect.verify(arrival, self.settings["secret"])

    def read(self, arrival: Arrival) -> list[Inbound]:
        is_other = dialect.is_status(arrival) or ussd.is_answer(arrival)
        return [] if is_other else dialect.read(arrival)

    def receipts(self, arrival: Arrival) -> list[Receipt]:
        return dialect.receipts(arrival) if dialect.is_status(arrival) else []

    async def send(self, outbound: Outbound) -> Sent:
        """The tool knows no ids of ours: what it took is remembered in the ledger folder."""
        config = self.settings["config"]
        if not config:
            raise SendFailed(MISCONFIGURED, "config")
        if not _NUMBER.fullmatch(outbound.to):
            raise SendFailed(BAD_NUMBER)
        life = outbound.not_after - self.clock()
        if life <= timedelta(0):
            raise SendFailed(EXPIRED)
        page = self._page(outbound.id)
        if page is not None and page.exists():
            return Sent(SentState.SENT, (page.read_text(),))
        # An argument is never parsed by a shell, and NUL cannot be one.
        text = outbound.text.replace("\x00", " ")
        order = ["TEXT", outbound.to, "-validity", _validity(life)]
        order += ["-autolen", str(2 * len(text) + 1), "-textutf8", text]
        name = await _hand_over(config, order)
        if name is None:
            return Sent(SentState.UNKNOWN)
        if page is not None:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(name)
        return Sent(SentState.SENT, (name,))

    def balance(self, arrival: Arrival) -> str | None:
        return ussd.answer_of(arrival)

    async def ask_balance(self) -> bool:
        code = self.settings["balance_code"]
        if not (code and self.settings["config"]):
            return False
        if not ussd.CODE.fullmatch(code):
            raise SendFailed(MISCONFIGURED, "balance_code")
        await _hand_over(self.settings["config"], ["USSD", code])
        return True

    async def health(self) -> Health:
        config = self.settings["config"]
        if not config:
            return Health(is_up=None)
        try:
            order = [_MONITOR, "-c", config, "-n", "1", "-d", "0"]
            status, said = await run_tool(order, within=_WITHIN)
        except SendFailed as failed:
            return Health(is_up=False, facts={"failure": failed.failure.code})
        found = dict(_FACT.findall(wording.decode(said)[0]))
        facts = {name: found[name].strip() for name in _FACTS if name in found}
        return Health(is_up=status == 0 and bool(facts), facts=facts | _warnings(config))

    def _page(self, delivery: str) -> Path | None:
        if not self.settings["ledger"]:
            return None
        # An id is only ever a file name of ours, whatever it holds.
        return Path(self.settings["ledger"]) / hashlib.sha256(delivery.encode()).hexdigest()


async def _hand_over(config: str, order: list[str]) -> str | None:
    """Return the name under which the daemon keeps it, None when nobody knows. Raises SendFailed."""
    status, said = await run_tool([_HAND_OVER, "-c", config, *order], within=_WITHIN)
    if status is None:
        return None
    written = _WRITTEN.search(said)
    if status != 0 or written is None:
        raise SendFailed(UNREACHABLE, f"exit_{status}")
    return Path(written[1].decode("utf-8", "replace")).name


def _validity(life: timedelta) -> str:
    hours = math.ceil(life / timedelta(hours=1))
    return next((word for most, word in _VALIDITIES if hours <= most), "WEEK")


def _warnings(config: str) -> dict[str, str]:
    """Return what is known to go wrong: without "detail", long texts arrive as fragments."""
    try:
        said = Path(config).read_text(errors="replace").lower()
    except OSError:
        return {"warning": "config_unreadable"}
    is_detail = re.search(r"^\s*outboxformat\s*=\s*detail\s*$", said, re.MULTILINE)
    return {} if is_detail else {"warning": "outbox_format"}
