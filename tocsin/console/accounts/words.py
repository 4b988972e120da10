"""What changes to accounts are called."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.account_words import AccountChangeKind

CHANGES: Labels = {
    AccountChangeKind.INVITE: _("a new account"),
    AccountChangeKind.GIVE_ROLE: _("a further role"),
    AccountChangeKind.REACTIVATE: _("let in again"),
    AccountChangeKind.RESET: _("a new password, and the second factor gone"),
}
