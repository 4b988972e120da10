"""Pages through Django's own test client, on real rows."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

if TYPE_CHECKING:
    # Models can be imported only once Django is set up, which is after this file is read.
    from tests.cast import Cast
    from tocsin.records.models import User

SignIn = Callable[["User"], Client]


@pytest.fixture(autouse=True, scope="package")
def _contexts() -> Iterator[None]:
    """Let an answer say which context its page was made of."""
    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.cast import lay_cast  # noqa: PLC0415 - see above

    return lay_cast()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return a client that somebody is signed in with, by password and second factor."""

    from tocsin.console.entry import PASSED  # noqa: PLC0415 - see above

    def signed_in(user: "User") -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session[PASSED] = True
        session.save()
        return client

    return signed_in
