"""`tocsin verify-journal`: prove that nobody changed the log book since it was written."""

import click

from tocsin.cli.attach import needs_records

SENTENCES = {
    "changed": "says something else than when it was sealed",
    "removed": "is gone",
    "added": "was never sealed",
    "gap": "does not stand where the chain wants it",
    "broken": "does not follow from the one before it",
    "unanchored": "is not in the chain that was printed earlier",
}


@click.command("verify-journal")
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="POSITION:CHAIN",
    help="A head that an earlier run or report printed: without one a cut at the end is not seen.",
)
@needs_records
def verify_journal_command(anchors: tuple[str, ...]) -> None:
    """Walk the whole chain of the log book. Exit 1 and one line for each break when it is broken."""
    from tocsin.actions.journal_proof import head_of_chain, verify_journal
    from tocsin.records.queries.clock import database_now

    known = dict(_anchor(text) for text in anchors)
    breaks = verify_journal(at=database_now(), anchors=known)
    for one in breaks:
        where = "unsealed" if one.position is None else f"position {one.position}"
        click.echo(f"{where}: entry {one.entry or '?'} {SENTENCES[one.kind.value]}", err=True)
    if breaks:
        raise click.ClickException(
            f"The journal is broken in {len(breaks)} places. Keep this copy, and compare it with "
            "a backup."
        )
    position, chain = head_of_chain()
    click.echo(f"The chain holds: {position} entries. Head {position}:{chain.hex()}")


def _anchor(text: str) -> tuple[int, bytes]:
    position, _, chain = text.partition(":")
    try:
        return int(position), bytes.fromhex(chain)
    except ValueError:
        raise click.BadParameter(f"{text} is not POSITION:CHAIN", param_hint="--anchor") from None
