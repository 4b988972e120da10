"""What readers are told beside lexicon and gazetteer: which model, what was confirmed since, new names."""

from dataclasses import dataclass

from tocsin.domain.place_rows import PlaceRow
from tocsin.domain.words import Kind


@dataclass(frozen=True, slots=True)
class Lesson:
    """The words of one message and what a person said they are."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Briefing:
    """Two readers with one briefing read alike. `model` None means that no model is in use yet.

    `lessons` were confirmed since the model was fitted, oldest first. `places` are names that people added.
    """

    model: int | None = None
    salt: bytes = b""
    lessons: tuple[Lesson, ...] = ()
    places: tuple[PlaceRow, ...] = ()

    @property
    def version(self) -> str:
        return f"{self.model or 0}+{len(self.lessons)}"
