"""`tocsin gateway`: manage the carriers of a deployment."""

import json
import secrets
from typing import TYPE_CHECKING

import click

from tocsin.channels.catalogue import KINDS
from tocsin.channels.contract import Ability
from tocsin.cli.attach import needs_records

if TYPE_CHECKING:
    from tocsin.actions.journal import Actor
    from tocsin.records.models import Gateway


@click.group()
def gateway() -> None:
    """Manage the gateways: what brings messages in and takes them out."""


@gateway.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@needs_records
def list_gateways(*, as_json: bool) -> None:
    """Show each gateway with its health. Secrets are never shown."""
    from tocsin.records.models import Gateway

    rows = [
        {
            "slug": row.slug,
            "kind": row.kind,
            "title": row.title,
            "enabled": row.is_enabled,
            "carries": row.schemes,
            "rank": row.rank,
            "last_heard_at": row.last_heard_at.isoformat() if row.last_heard_at else None,
            "last_sent_at": row.last_sent_at.isoformat() if row.last_sent_at else None,
            "failures_in_a_row": row.failures_in_a_row,
            "last_failure": row.last_failure,
        }
        for row in Gateway.objects.order_by("rank", "slug")
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        state = "on " if row["enabled"] else "off"
        carries = ",".join(row["carries"]) or "receives only"
        trouble = f"  failing: {row['last_failure']}" if row["failures_in_a_row"] else ""
        click.echo(f"{row['slug']:<16} {row['kind']:<16} {state} {carries:<14}{trouble}")


@gateway.command()
@click.argument("slug")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.option("--title", default="", help="How people call it; the slug when not given.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="A setting of its kind.")
@click.option("--rank", default=50, show_default=True, help="Lower is tried first.")
@click.option("--receive-only", is_flag=True, help="Never send by it.")
@needs_records
def add(
    slug: str, kind: str, title: str, pairs: tuple[str, ...], rank: int, *, receive_only: bool
) -> None:
    """Add a gateway. A secret that is not given is made, and shown once."""
    from tocsin.actions.gateways import add_gateway
    from tocsin.records.queries.clock import database_now

    settings = dict(_pair(text) for text in pairs)
    made = [s.name for s in KINDS[kind].settings if s.is_secret and s.is_required]
    fresh = {name: secrets.token_urlsafe(24) for name in made if name not in settings}
    row = add_gateway(
        slug=slug,
        kind=kind,
        title=title or slug,
        settings={**settings, **fresh},
        rank=rank,
        by=_operator(),
        at=database_now(),
        schemes=[] if receive_only else None,
    )
    is_listening = Ability.LISTENS in KINDS[kind].abilities
    where = "We connect to it." if is_listening else f"Its door is /in/{row.slug}/"
    click.echo(f"Gateway {row.slug} is ready. {where}")
    for name, value in fresh.items():
        click.echo(f"{name}: {value}")


@gateway.command()
@click.argument("slug")
@click.argument("number")
@needs_records
def test(slug: str, number: str) -> None:
    """Send a test text by one gateway to a number of yours."""
    from tocsin.actions.gateways import test_gateway
    from tocsin.records.queries.clock import database_now

    delivery = test_gateway(_row(slug), number, by=_operator(), at=database_now())
    click.echo(f"A test is on its way as delivery {delivery.pk}.")


@gateway.command()
@click.argument("slug")
@needs_records
def disable(slug: str) -> None:
    """Switch a gateway off: its door answers 404, and nothing more goes out by it."""
    from tocsin.actions.gateways import disable_gateway
    from tocsin.records.queries.clock import database_now

    disable_gateway(_row(slug), by=_operator(), at=database_now())
    click.echo(f"Gateway {slug} is off.")


@gateway.command()
@click.argument("slug")
@needs_records
def enable(slug: str) -> None:
    """Switch a gateway on again."""
    from tocsin.actions.gateways import enable_gateway
    from tocsin.records.queries.clock import database_now

    enable_gateway(_row(slug), by=_operator(), at=database_now())
    click.echo(f"Gateway {slug} is on.")


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise click.BadParameter(f"{text} is not NAME=VALUE", param_hint="--set")
    return name, value


def _row(slug: str) -> "Gateway":
    from tocsin.records.models import Gateway

    row = Gateway.objects.filter(slug=slug).first()
    if row is None:
        raise click.ClickException(
            f"There is no gateway called {slug}. `tocsin gateway list` shows those there are."
        )
    return row


def _operator() -> "Actor":
    from tocsin.actions.journal import Actor

    return Actor("command")
