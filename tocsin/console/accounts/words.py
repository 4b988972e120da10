"""What changes to accounts are called."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.account_words import AccountChangeKind
from tocsin.domain.token_words import TokenScope

CHANGES: Labels = {
    AccountChangeKind.INVITE: _("a new account"),
    AccountChangeKind.GIVE_ROLE: _("a further role"),
    AccountChangeKind.REACTIVATE: _("let in again"),
    AccountChangeKind.RESET: _("a new password, and the second factor gone"),
    AccountChangeKind.TOKEN: _("a token for another system"),
}
SCOPES: Labels = {
    TokenScope.ALERTS: _("alerts and communities"),
    TokenScope.INCIDENTS: _("incidents, each with its log"),
    TokenScope.MESSAGES: _("how far a message went"),
    TokenScope.RESPONSES: _("responses and answers to villages"),
    TokenScope.REPORTS: _("released reports and figures"),
    TokenScope.SIGNS: _("warning signs, also to write them"),
    TokenScope.FEEDS: _("feeds for maps and CAP"),
    TokenScope.RELEASES: _("releases to forces and partners"),
    TokenScope.ACKNOWLEDGE: _("acknowledge, in somebody’s name"),
    TokenScope.RESPOND: _("record responses and corrections, in somebody’s name"),
    TokenScope.RESTRICTED: _("what is restricted, where it sees at all"),
}
