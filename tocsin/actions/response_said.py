"""One word about a response as people give it, and whether it can stand."""

from dataclasses import dataclass, replace
from datetime import datetime

from tocsin.domain.nonresponse import why_not
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import RESPONSE_OBSERVATION, RESPONSE_REASON
from tocsin.domain.response import needs_observation, needs_reason
from tocsin.domain.response_words import NonResponse, ResponseResult, ResponseType
from tocsin.domain.words import ResponseState
from tocsin.records.models import Response


@dataclass(frozen=True, slots=True)
class Word:
    """What was said about a response. `state` None is news that changes nothing.

    `reason` is a refusal in the speaker's words, `why_not` its code; one of them is enough. What
    came of it may be said with the end or at any time after it.
    """

    state: ResponseState | None = None
    text: str = ""
    happened_at: datetime | None = None
    via: str = "page"
    reason: str = ""
    why_not: NonResponse | None = None
    type: ResponseType | None = None
    result: ResponseResult | None = None
    observed: str = ""


def checked(response: Response, word: Word) -> Word:
    """Return the word with the code of its reason. Raises Problem for what cannot be."""
    if word.state is not None and needs_reason(word.state):
        said = word.reason or word.text
        code = word.why_not or why_not(said) or (NonResponse.UNKNOWN if said.strip() else None)
        if code is None:
            raise Problem(RESPONSE_REASON)
        word = replace(word, why_not=code, reason=said)
    if needs_observation(word.result) and not (word.observed.strip() or response.observed):
        raise Problem(RESPONSE_OBSERVATION)
    return word
