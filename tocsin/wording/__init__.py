"""What we say to people by text: one file for each purpose and language, content with an owner.

The Swahili, Lingala and Kinyarwanda texts wait for the eye of a native speaker; a deployment
overrides any of them without a release.
"""

from functools import cache
from importlib.resources import files

from tocsin.domain.words import Language, Purpose

# Tried in this order when a text does not exist in somebody's language.
_FALLBACK = (Language.FRENCH, Language.ENGLISH)


@cache
def template_of(purpose: Purpose, language: Language) -> str:
    """Return the default text of a purpose; in French when the language has none."""
    for spoken in (language, *_FALLBACK):
        file = files(__name__) / spoken.value / f"{purpose.value}.txt"
        if file.is_file():
            return file.read_text(encoding="utf-8").strip()
    raise LookupError(f"There is no wording for {purpose.value}; add tocsin/wording/fr/.")


@cache
def language_of(purpose: Purpose, language: Language) -> Language:
    """Return the language in which `template_of` answers."""
    for spoken in (language, *_FALLBACK):
        if (files(__name__) / spoken.value / f"{purpose.value}.txt").is_file():
            return spoken
    return Language.FRENCH
