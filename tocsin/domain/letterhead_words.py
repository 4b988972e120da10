"""The closed vocabularies of letterheads: what one may hold, and what keeps one from being used."""

from enum import StrEnum


class LetterheadField(StrEnum):
    """What a template may name between double braces, and nothing else."""

    MARKING = "marking"
    REFERENCE = "reference"
    STAGE = "stage"
    TITLE = "title"
    CAVEAT = "caveat"
    DTG = "dtg"
    PERIOD = "period"
    OFFICE = "office"
    ADDRESSEES = "addressees"
    CLOSING = "closing"
    WATERMARK = "watermark"
    BODY = "body"  # a paragraph of its own, in whose place the sentences and tables come


REQUIRED = (LetterheadField.MARKING, LetterheadField.REFERENCE, LetterheadField.BODY)


class LetterheadFault(StrEnum):
    NOT_WORD = "not_word"
    TOO_LARGE = "too_large"
    MACROS = "macros"
    EMBEDDED = "embedded"  # another document or program inside
    FETCHES = "fetches"  # something outside that Word would load by itself
    WORD_FIELD = "word_field"  # a field of Word that does more than number pages
    UNKNOWN_FIELD = "unknown_field"
    NOT_A_FIELD = "not_a_field"  # a statement, a call or a filter: a template only names fields
    BROKEN = "broken"
    FIELD_MISSING = "field_missing"
    BODY_NOT_ALONE = "body_not_alone"
