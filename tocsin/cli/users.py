"""`tocsin user`: open the first accounts of a deployment."""

import click

from tocsin.cli.attach import needs_records
from tocsin.domain.words import Role


@click.group()
def user() -> None:
    """Manage the accounts of people who log in."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--responder", default="", help="The code of the responder this person is.")
@click.password_option(envvar="TOCSIN_NEW_PASSWORD")
@needs_records
def add(name: str, role: str, responder: str, password: str) -> None:
    """Open an account. The password is asked for, and never shown."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from tocsin.actions.journal import Actor
    from tocsin.actions.people import add_user
    from tocsin.records.models import Responder, User
    from tocsin.records.queries.clock import database_now

    if User.objects.filter(name=name).exists():
        raise click.ClickException(f"There is an account called {name} already.")
    person = Responder.objects.filter(code=responder).first() if responder else None
    if responder and person is None:
        raise click.ClickException(f"There is no responder {responder}.")
    try:
        validate_password(password)
    except ValidationError as weak:
        raise click.ClickException(" ".join(weak.messages)) from None
    add_user(name, password, Role(role), by=Actor("command"), at=database_now(), responder=person)
    click.echo(f"{name} can log in as {role.replace('_', ' ')}.")


@user.command()
@click.argument("name")
@click.password_option(envvar="TOCSIN_NEW_PASSWORD")
@needs_records
def reset(name: str, password: str) -> None:
    """Set a new password and take the second factor away, where no two administrators are left.

    Whoever may say this on the server needs nobody's approval; the log book says that it was done.
    """
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from tocsin.actions.journal import Actor
    from tocsin.actions.people import change_password
    from tocsin.actions.second_factor import take_factor_away
    from tocsin.records.models import User
    from tocsin.records.queries.clock import database_now

    found = User.objects.filter(name=name).first()
    if found is None:
        raise click.ClickException(f"There is no account called {name}.")
    try:
        validate_password(password, found)
    except ValidationError as weak:
        raise click.ClickException(" ".join(weak.messages)) from None
    change_password(found, password, by=Actor("command"), at=database_now())
    take_factor_away(found, by=Actor("command"), at=database_now())
    click.echo(f"{name} has a new password, no second factor, and is signed in nowhere.")


@user.command(name="same-person")
@click.argument("name")
@click.argument("other")
@needs_records
def same_person(name: str, other: str) -> None:
    """Say that two accounts belong to one person: neither approves what the other drafted."""
    from tocsin.actions.journal import Actor
    from tocsin.actions.people import join_log_ins
    from tocsin.records.models import User
    from tocsin.records.queries.clock import database_now

    found = {row.name: row for row in User.objects.filter(name__in=[name, other])}
    for wanted in (name, other):
        if wanted not in found:
            raise click.ClickException(f"There is no account called {wanted}.")
    join_log_ins(found[name], found[other], by=Actor("command"), at=database_now())
    click.echo(f"{name} and {other} are one person now.")
