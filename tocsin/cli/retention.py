"""`tocsin retention`: what is kept longer than it should be, and letting it go."""

import click

from tocsin.cli.attach import needs_records

SENTENCES = {
    "words": "messages lose their words and sender",
    "told": "texts that we sent lose their words and number",
    "unreadable": "unreadable arrivals are removed",
}


@click.command()
@click.option("--apply", "is_meant", is_flag=True, help="Do it. There is no way back but a backup.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@needs_records
def retention(*, is_meant: bool, yes: bool) -> None:
    """Show which personal words are older than they are kept, and let them go with --apply.

    What happened, when, where and what was done about it stays, and so do all figures.
    """
    from tocsin.actions.journal import Actor
    from tocsin.actions.retention import let_words_go
    from tocsin.records.queries.clock import database_now
    from tocsin.records.queries.retention import owed

    at = database_now()
    found = owed(now=at)
    for one in found:
        since = f", the oldest of {one.oldest:%Y-%m-%d}" if one.oldest else ""
        click.echo(f"{one.count} {SENTENCES[one.sort.value]} (before {one.before:%Y-%m-%d}{since})")
    if not is_meant or not any(one.count for one in found):
        return
    if not yes:
        click.confirm("Let them go? There is no way back but a backup", abort=True)
    for one in found:
        gone = 0
        while done := let_words_go(one.sort, before=one.before, by=Actor("command"), at=at):
            gone += done
        click.echo(f"{gone} {SENTENCES[one.sort.value]}: done.")
