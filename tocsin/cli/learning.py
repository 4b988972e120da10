"""`tocsin learning`: which models there are, and the way back to an earlier one."""

import json

import click

from tocsin.cli.attach import needs_records


@click.group()
def learning() -> None:
    """See what the reader learned from people, and go back when it learned wrongly."""


@learning.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@needs_records
def list_models(*, as_json: bool) -> None:
    """Show each model with its state, its rows and its scores on rows it had not seen."""
    from tocsin.records.models import LearnedModel

    rows = [
        {
            "number": row.number,
            "state": row.state,
            "rows": row.n_rows,
            "held_back": row.n_held,
            "score": row.score,
            "score_rules": row.score_rules,
            "score_before": row.score_in_use,
            "from": row.first_at.isoformat() if row.first_at else None,
            "to": row.last_at.isoformat() if row.last_at else None,
            "lexicon": row.lexicon,
        }
        for row in LearnedModel.objects.defer("weights", "shadow").order_by("number")
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        scores = "  ".join(
            f"{name} {row[key]:.3f}"
            for name, key in (
                ("score", "score"),
                ("rules", "score_rules"),
                ("before", "score_before"),
            )
            if isinstance(row[key], float)
        )
        click.echo(f"{row['number']:>4}  {row['state']:<8} {row['rows']:>6} rows  {scores}")
    if not rows:
        click.echo("No model yet: the rules read, with every judgement of a person on top.")


@learning.command()
@click.argument("number", type=click.IntRange(min=0))
@needs_records
def rollback(number: int) -> None:
    """Put model NUMBER to use again; 0 stands for the rules alone. Readers take it within seconds."""
    from tocsin.actions.journal import Actor
    from tocsin.actions.learning import roll_back
    from tocsin.records.queries.clock import database_now

    roll_back(number, by=Actor("command"), at=database_now())
    click.echo(f"Model {number} is in use." if number else "The rules read alone from now on.")


@learning.command()
@needs_records
def refit() -> None:
    """Ask for a new model now, instead of after fifty judgements. The engine fits it."""
    from tocsin.actions.learning import want_model
    from tocsin.records.queries.clock import database_now

    asked = want_model(at=database_now(), at_once=True)
    click.echo("A new model is asked for." if asked else "One is being fitted already.")
