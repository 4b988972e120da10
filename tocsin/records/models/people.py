"""People who answer for something: those who log in, and those who can be called."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from tocsin.domain.ids import new_id
from tocsin.domain.words import BaseKind, DutyFunction, Role
from tocsin.records.models._shape import Row, one_of
from tocsin.records.sealed import KeyedHash, SealedText


class Area(Row):
    """A polygon that rights and duties speak of."""

    name = models.TextField(unique=True)
    kind = models.TextField(default="territory")
    outline = models.JSONField(default=list)  # [[lon, lat], …], closed
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    def __str__(self) -> str:
        return self.name


class Base(Row):
    """A post that can send help, or that must know."""

    slug = models.SlugField(unique=True)
    name = models.TextField()
    kind = models.TextField(default=BaseKind.BASE.value)
    lat = models.FloatField()
    lon = models.FloatField()
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="bases")
    strength = models.PositiveIntegerField(null=True)
    languages = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("base", "kind", BaseKind)]

    def __str__(self) -> str:
        return self.name


class Responder(Row):
    """Somebody whom a ladder can reach. The name and the number are sealed."""

    code = models.TextField(unique=True)  # e.g. R-017: all that logs and journals say
    name = SealedText()
    number = SealedText()
    number_hash = KeyedHash(of="number", unique=True)  # intake finds who is behind a text by it
    second_number = SealedText(default="")
    language = models.TextField(default="fr")
    base = models.ForeignKey(Base, models.PROTECT, related_name="responders")
    radio_call_sign = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class UserManager(BaseUserManager["User"]):
    def create_user(self, name: str, password: str, *, role: Role, **fields: object) -> "User":
        user = self.model(name=name, **fields)
        user.set_password(password)
        user.save()
        Assignment.objects.create(user=user, role=role.value)
        return user


class User(AbstractBaseUser):
    """Somebody who logs in; what they may do comes from their assignments alone."""

    name = models.TextField(unique=True)
    responder = models.OneToOneField(Responder, models.PROTECT, null=True, related_name="user")
    # The human being: shared by all log-ins of one person, so that nobody approves their own release.
    person = models.UUIDField(default=new_id)
    language = models.TextField(default="")
    theme = models.TextField(default="")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "name"
    objects = UserManager()

    def __str__(self) -> str:
        return f"user {self.pk}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def held(self, now: datetime) -> "AssignmentQuerySet":
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=now))


class Assignment(Row):
    """A role held in an area (everywhere, when none) for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.TextField()
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [one_of("assignment", "role", Role)]

    def __str__(self) -> str:
        return f"{self.role} of user {self.user_id}"


class Duty(Row):
    """A function held at a base for a shift. Until the next holder accepts, both are called."""

    base = models.ForeignKey(Base, models.PROTECT, related_name="duties")
    function = models.TextField()
    responder = models.ForeignKey(Responder, models.PROTECT, related_name="duties")
    is_deputy = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("duty", "function", DutyFunction)]
        indexes = [
            # A ladder step asks who holds a function at a base when it fires.
            models.Index(fields=["base", "function", "since"], name="duty_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.function} at {self.base_id}"


class DirectoryMark(models.Model):
    """When a part of the directory last changed: whoever knows the mark may keep what they read.

    Triggers move it, in the transaction of the change. `subject` is people, ladders, gateways or places.
    """

    subject = models.TextField(primary_key=True)
    mark = models.UUIDField()

    def __str__(self) -> str:
        return self.subject
