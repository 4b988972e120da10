"""What warning signs are called on a page."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.sign_words import SignChange, SignGroup
from tocsin.domain.signs import all_signs, group_names

CHANGES: Labels = {
    SignChange.NEW: _("new"),
    SignChange.STILL: _("still there"),
    SignChange.GONE: _("gone"),
    SignChange.FADED: _("not seen again"),
}


def spoken() -> str:
    """Return the language of the list of signs that is nearest to the reader's."""
    return "en" if get_language() == "en" else "fr"


def sign_words(code: str, local: Mapping[str, str]) -> str:
    """Return a sign in words: of the list, or as its base wrote it."""
    known = all_signs().get(code)
    return known.names[spoken()] if known else local.get(code, code)


def group_words() -> Mapping[SignGroup, str]:
    return group_names(spoken())
