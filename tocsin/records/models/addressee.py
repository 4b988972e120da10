"""Whoever outside the mission a release may go to: a function, never a person."""

from django.db import models

from tocsin.domain.release_words import AddresseeKind, ReleaseMeans
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Place
from tocsin.records.models.people import Area
from tocsin.records.sealed import SealedText


class Addressee(Row):
    """A post of national forces, an authority or a partner. Its addresses are sealed.

    `actors` are the codes that it is, belongs to or fights beside: about these it is never told.
    """

    slug = models.SlugField(unique=True)
    title = models.TextField()
    kind = models.TextField()
    actors = models.JSONField(default=list)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="addressees")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")  # where it lies
    language = models.TextField(default="fr")
    number = SealedText(default="")
    email = SealedText(default="")
    call_sign = models.TextField(blank=True)
    means = models.TextField(default=ReleaseMeans.PAPER.value)  # what is tried first
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("addressee", "kind", AddresseeKind),
            one_of("addressee", "means", ReleaseMeans),
        ]

    def __str__(self) -> str:
        return self.slug
