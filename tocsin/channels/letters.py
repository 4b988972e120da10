"""Letters with attachments: what a carrier needs to post a report."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from tocsin.domain.messages import Sent


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """`id` repeats with each try, so that mail servers and readers know a copy."""

    id: str
    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


@runtime_checkable
class Postman(Protocol):
    """A channel that posts letters."""

    async def post(self, letter: Letter) -> Sent:
        """Send it. Raises SendFailed."""
