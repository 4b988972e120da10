"""E-mail by SMTP: for releases and reports to partners. It receives nothing."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from tocsin.channels.contract import Ability, About, Channel, Setting
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import MISCONFIGURED, SendFailed
from tocsin.channels.letters import Letter
from tocsin.channels.refusals import Refused
from tocsin.channels.smtp import PORTS, Account, Security, submit
from tocsin.domain.messages import Arrival, Inbound, Outbound, Sent, SentState
from tocsin.domain.problems.shape import gettext_noop as _

ABOUT = About(
    kind="email",
    title=_("E-mail (SMTP)"),
    abilities=frozenset({Ability.SENDS}),
    settings=(
        Setting("host", _("Mail server")),
        Setting("port", _("Port"), _("Empty: the usual one."), is_required=False),
        Setting("security", _("Encryption"), _("tls, starttls, or none on your own machine only."), default="starttls"),
        Setting("name", _("Log-in name"), is_required=False),
        Setting("password", _("Password"), is_secret=True, is_required=False),
        Setting("sender", _("Sender's address"), _("A function, such as duty@mission.example.")),
        Setting("subject", _("Subject"), _("The same on every message: it says nothing."), default="Tocsin"),
        Setting("authority", _("File of your own certificate authority"), _("Empty: the system's."), is_required=False),
    ),
    schemes=frozenset({"mail"}),
    max_characters=20_000,
)  # fmt: skip


class Email(Channel):
    """A repeat carries the same Message-ID, by which mail servers and readers know a copy."""

    about = ABOUT

    def verify(self, arrival: Arrival) -> None:  # noqa: ARG002 - nothing can arrive
        raise Refused("This mail account only sends.")

    def read(self, arrival: Arrival) -> list[Inbound]:  # noqa: ARG002 - nothing can arrive
        return []

    async def send(self, outbound: Outbound) -> Sent:
        account = self._account()
        try:
            await submit(account, outbound.to, self._letter(outbound), guard=self.client.guard)
        except AnswerLost:
            return Sent(SentState.UNKNOWN)
        return Sent(SentState.SENT)

    async def post(self, letter: Letter) -> Sent:
        """Post a letter with its attachments (`channels/letters.py`)."""
        whole = self._headed(letter.id, letter.to, letter.subject)
        whole.set_content(letter.text)
        if letter.html:
            whole.add_alternative(letter.html, subtype="html")
        for one in letter.attachments:
            main, _slash, sub = one.media.partition("/")
            whole.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
        try:
            await submit(self._account(), letter.to, whole.as_bytes(), guard=self.client.guard)
        except AnswerLost:
            return Sent(SentState.UNKNOWN)
        return Sent(SentState.SENT)

    def _account(self) -> Account:
        host, sender = self.settings.get("host", ""), self.settings.get("sender", "")
        security = self.settings["security"].strip().lower()
        port = self.settings.get("port", "").strip()
        if not host or "@" not in parseaddr(sender)[1]:
            raise SendFailed(MISCONFIGURED, "sender" if host else "host")
        if security not in set(Security) or (port and not port.isdecimal()):
            raise SendFailed(MISCONFIGURED, "port" if port else "security")
        return Account(
            host=host.strip(),
            port=int(port) if port else PORTS[Security(security)],
            security=Security(security),
            name=self.settings.get("name", ""),
            password=self.settings.get("password", ""),
            sender=parseaddr(sender)[1],
            authority=self.settings.get("authority", ""),
        )

    def _letter(self, outbound: Outbound) -> bytes:
        letter = self._headed(outbound.id, outbound.to, self.settings["subject"])
        letter.set_content(f"{outbound.text}\n")
        return letter.as_bytes()

    def _headed(self, key: str, to: str, subject: str) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        domain = parseaddr(self.settings["sender"])[1].partition("@")[2]
        try:
            letter["From"], letter["To"] = self.settings["sender"], to
            letter["Subject"] = subject
        except ValueError:  # a line break in an address would write headers of its own
            raise SendFailed(MISCONFIGURED, "address") from None
        letter["Date"] = format_datetime(self.clock())
        letter["Message-ID"] = f"<{key}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        return letter
