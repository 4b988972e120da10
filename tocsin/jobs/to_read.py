"""A message on its way to a reader process: plain values, since it crosses a process border."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ToRead:
    """A message in the hands of the reader."""

    id: UUID
    text: str
    sent_at: datetime
    sender_place: tuple[float, float] | None
