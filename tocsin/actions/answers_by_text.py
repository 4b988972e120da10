"""Texts that are an answer or a coded text, and so no warning: which may be one, and what each does."""

from datetime import datetime

from tocsin.actions.contact_tests import answer_contact_test
from tocsin.actions.dialogue import answer_message
from tocsin.actions.signs_by_text import answer_signs
from tocsin.domain.contact_tests import is_test_answer
from tocsin.domain.sign_codes import signs_in
from tocsin.records.models import Message


def may_be_answer(text: str) -> bool:
    """Say whether a text of anybody may be one; that of a responder always may."""
    return is_test_answer(text) or signs_in(text) is not None


def answer_text(message: Message, *, at: datetime) -> bool:
    """Act on a text. False: it is none of them, so it is read as a warning."""
    if answer_signs(message, at=at):
        return True
    if message.responder is None:
        return answer_contact_test(message, at=at)
    return answer_message(message, at=at)
