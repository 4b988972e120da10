"""What people taught the reader: confirmations, the models fitted to them, names, second opinions."""

from django.db import models
from django.db.models import Q

from tocsin.domain.learning_words import ModelState, OpinionState
from tocsin.domain.words import Kind
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Place
from tocsin.records.models.message import Message, Triage
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class Confirmation(Row):
    """What was read of a message, and what a person said it is. Its words stand in the message, sealed."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="confirmations")
    triage = models.OneToOneField(Triage, models.CASCADE, related_name="confirmation")
    kind = models.TextField()
    priority = models.TextField(blank=True)
    read_kind = models.TextField()
    read_priority = models.TextField(blank=True)
    rules_kind = models.TextField()  # what the rules alone said; the same where nothing was learned
    rules_priority = models.TextField(blank=True)
    language = models.TextField(blank=True)
    reader = models.TextField(blank=True)  # rules, lexicon and model that read it
    is_restricted = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # judged again, or the dismissal was undone

    class Meta:
        constraints = [
            one_of("confirmation", "kind", Kind),
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(withdrawn_at__isnull=True),
                name="confirmation_one_counts",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="confirmation_by_time")]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"


class LearnedModel(Row):
    """A model fitted to confirmations, with where it came from and how it did on rows it had not seen."""

    number = models.PositiveIntegerField(unique=True)
    state = models.TextField(default=ModelState.WANTED.value)
    wanted_at = models.DateTimeField()
    engine = models.IntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    first_at = models.DateTimeField(null=True)  # of the confirmations it was fitted to
    last_at = models.DateTimeField(null=True)
    lessons_from = models.DateTimeField(null=True)  # confirmations after it are learned on top
    left_at = models.DateTimeField(null=True)  # when another, or the rules alone, took its place
    n_rows = models.PositiveIntegerField(default=0)
    n_held = models.PositiveIntegerField(default=0)
    score = models.FloatField(null=True)
    score_rules = models.FloatField(null=True)
    score_in_use = models.FloatField(null=True)
    shadow = models.JSONField(default=list)  # message, said, rules, model: the rows held back
    lexicon = models.TextField(blank=True)
    salt = SealedText(default="")
    weights = models.BinaryField(null=True)  # npz without pickled objects

    class Meta:
        constraints = [
            one_of("learnedmodel", "state", ModelState),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="in_use"), name="learnedmodel_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="wanted"), name="learnedmodel_one_wanted"
            ),
        ]

    def __str__(self) -> str:
        return f"model {self.number}"


class PlaceName(Row):
    """A name of a place that a person added from a message; the readers know it within a second."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="added_names")
    name = SealedText()
    is_new_place = models.BooleanField(default=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="place_names")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"name of {self.place_id}"


class SecondOpinion(Row):
    """What a local language model said of a message, in our words only. It decides nothing."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="second_opinion")
    state = models.TextField(default=OpinionState.WANTED.value)
    engine = models.IntegerField(null=True)
    wanted_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    model = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    priority = models.TextField(blank=True)
    is_alert = models.BooleanField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [one_of("secondopinion", "state", OpinionState)]
        indexes = [
            models.Index(
                fields=["wanted_at"],
                condition=Q(state__in=["wanted", "asked"]),
                name="secondopinion_open",
            )
        ]

    def __str__(self) -> str:
        return f"second opinion {self.pk}"
