"""What is known of an area and of those who act in it: notes and facts, cited, never overwritten."""

from django.db import models
from django.db.models import Q

from tocsin.domain.background_words import ActorSide, Certainty, FactKind, SheetPart
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class AreaNote(Row):
    """One paragraph of the sheet of a base's area. A change ends it and writes the next one."""

    number = models.PositiveIntegerField(unique=True)
    base = models.ForeignKey(Base, models.PROTECT, related_name="notes")
    part = models.TextField()
    words = SealedText()
    source = SealedText()  # who says so, and when: a function, a document, a record
    certainty = models.TextField()
    as_of = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="")  # why it ended

    class Meta:
        constraints = [
            one_of("areanote", "part", SheetPart),
            one_of("areanote", "certainty", Certainty),
        ]
        indexes = [models.Index(fields=["base", "part"], name="areanote_of")]

    def __str__(self) -> str:
        return f"N-{self.number}"


class ActorFile(Row):
    """An actor of the register with its names. It feeds nothing: the reader has a file of its own."""

    code = models.TextField(unique=True)  # as the reader names it, where it does
    name = models.TextField()
    side = models.TextField()
    aliases = SealedText(default="")  # apart by commas
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [one_of("actorfile", "side", ActorSide)]

    def __str__(self) -> str:
        return self.code


class ActorFact(Row):
    """Something that is said of an actor, or between two: since when, how sure, and who says so."""

    number = models.PositiveIntegerField(unique=True)
    actor = models.ForeignKey(ActorFile, models.PROTECT, related_name="facts")
    kind = models.TextField()
    other = models.ForeignKey(ActorFile, models.PROTECT, null=True, related_name="named_in")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")  # in whose area
    words = SealedText(default="")
    source = SealedText()
    certainty = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)  # the last day on which it was so
    as_of = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # it was wrong, or another fact says it better
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="")

    class Meta:
        constraints = [
            one_of("actorfact", "kind", FactKind),
            one_of("actorfact", "certainty", Certainty),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="actorfact_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"fact {self.number}"
