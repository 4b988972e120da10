"""What administrators must see of accounts and field phones that did more than a person does."""

from tocsin.records.models import Brake, User


def unexplained(*, of: User | None = None) -> list[Brake]:
    """Return the brakes that no administrator has lifted, the latest first. Their time may be over: the question is not."""
    found = Brake.objects.filter(lifted_at=None).select_related("user", "phone")
    return list((found.filter(user=of) if of else found).order_by("-at"))
