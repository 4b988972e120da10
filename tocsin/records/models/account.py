"""How somebody proves who they are, where they are signed in, and who gave them what they may do."""

from django.db import models

from tocsin.domain.account_words import AccountChangeKind, AccountChangeState
from tocsin.domain.words import Role
from tocsin.records.models._shape import Row, one_of, one_of_or_none
from tocsin.records.models.people import Area, User
from tocsin.records.sealed import SealedText


class SecondFactor(Row):
    """The secret that a phone shares with us, and the codes on paper. Asked for once it is confirmed."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = SealedText()  # hex
    codes = SealedText(default="")  # those on paper that are left, with spaces between
    last_step = models.BigIntegerField(default=0)  # no code lets anybody in twice
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"second factor of user {self.user_id}"


class SecurityKey(Row):
    """A key that somebody touches. It proves them at one address only; nothing of it is secret."""

    user = models.ForeignKey(User, models.CASCADE, related_name="security_keys")
    name = models.TextField()  # by what its owner knows it: "blue", "spare, in the safe"
    host = models.TextField()  # the address it was made for
    credential = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"security key {self.pk}"


class SignedIn(Row):
    """Somebody signed in with some browser. The session is found by its sealed key, to be ended."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session = SealedText()
    browser = models.TextField(blank=True)  # such as "Firefox, Linux": what they know it by
    has_factor = models.BooleanField(default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="signed_in_recent")]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class AccountChange(Row):
    """Something that gives somebody more than they had. It waits for a second administrator."""

    kind = models.TextField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="changes")
    role = models.TextField(blank=True, default="")
    client = models.TextField(blank=True, default="", db_default="")  # a system that gets a token
    scopes = models.JSONField(default=list, db_default=[])
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    until = models.DateTimeField(null=True)  # when the role or the token ends by itself
    reason = models.TextField()  # by function, never a person
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.TextField(default=AccountChangeState.WAITING.value)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("account_change", "kind", AccountChangeKind),
            one_of("account_change", "state", AccountChangeState),
            one_of_or_none("account_change", "role", Role),
            models.CheckConstraint(
                condition=~models.Q(
                    state=AccountChangeState.APPROVED.value, decided_by=models.F("asked_by")
                ),
                name="account_change_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AccountLink(Row):
    """A link by which somebody sets a password, once. Only its hash is kept."""

    change = models.OneToOneField(AccountChange, models.CASCADE, related_name="link")
    token_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
