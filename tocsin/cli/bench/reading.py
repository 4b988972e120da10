"""`tocsin bench read`: how long reading takes with a gazetteer of full size, and how well misspelt places are found."""

import resource
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import resources
from itertools import chain
from pathlib import Path
from random import Random

import click

from tocsin.cli.bench.figures import Figures, machine, milliseconds, show
from tocsin.cli.bench.misspelling import measure_misspelling
from tocsin.domain.languages import LanguageTable
from tocsin.domain.lexicon import LANGUAGES, Lexicon
from tocsin.domain.places import Gazetteer, PlaceRow
from tocsin.domain.reading import looks_like_p1
from tocsin.domain.reading.instinct import Instinct
from tocsin.domain.reading.read import read_message
from tocsin.formats.gazetteer import read_gazetteer

_SENT_AT = datetime(2024, 5, 15, 12, 30, tzinfo=UTC)
_SYLLABLES = [
    "ka",
    "ki",
    "mu",
    "ba",
    "nya",
    "bu",
    "lu",
    "ndo",
    "mbe",
    "ngo",
    "ri",
    "sha",
    "ta",
    "wa",
    "zo",
    "ke",
    "le",
    "ma",
    "tshi",
    "ya",
    "ru",
    "ga",
    "pa",
    "di",
]
_FEW = 200_000
_SHAPES = (
    "coups de feu a {place} depuis 20 min, {text}",
    "{text} hapa {place} tangu asubuhi",
    "{text} na {place}",
    "{text} i {place}",
    "{text} near {place}",
)


@click.command("read")
@click.option(
    "--gazetteer",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Places to read with. Without it the demo list.",
)
@click.option("--names", default=70_000, show_default=True, help="Fill up with invented names.")
@click.option("--messages", default=1_000, show_default=True, help="How many messages to read.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def read(gazetteer: Path | None, names: int, messages: int, as_json: bool) -> None:
    """Measure reading in CPU time of one core: each message is new, as it would be in service."""
    rows = read_gazetteer(gazetteer) if gazetteer else list(Gazetteer.demo().rows)
    show(_figures(rows, names, messages), as_json=as_json)


def _figures(rows: list[PlaceRow], names: int, messages: int) -> Figures:
    begun = time.process_time()
    Lexicon.load()
    LanguageTable.load()
    Instinct.load()
    loaded = time.process_time()
    full = Gazetteer.build(chain(rows, _invented(rows, names)))
    built = time.process_time()
    texts = list(_texts(rows, messages))
    times = list(_read_all(texts, full))
    return {
        "load_lexicons_cpu_s": round(loaded - begun, 2),
        "build_gazetteer_cpu_s": round(built - loaded, 2),
        "names": len(full.names),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "message_cpu": milliseconds(times),
        "messages_per_cpu_second": round(len(times) / sum(times)),
        "screen_cpu_ms": round(_screen(texts) * 1000, 4),
        "misspelt": measure_misspelling(rows, full),
        "machine": machine(),
    }


def _invented(rows: Sequence[PlaceRow], names: int) -> Iterator[PlaceRow]:
    """Yield places that do not exist, until there are so many names."""
    chance = Random(1)  # noqa: S311 - invented names, no secret.
    known = {row.name for row in rows}
    # Four syllables make three hundred thousand names and no more.
    lengths = (2, 3, 3, 4) if names < _FEW else (3, 4, 5)
    while len(known) < names:
        name = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice(lengths)))
        if name not in known:
            known.add(name)
            place = (chance.uniform(-5, 5), chance.uniform(20, 31))
            yield PlaceRow(f"invented-{len(known)}", name, *place)


def _texts(rows: Sequence[PlaceRow], messages: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield everyday sentences of all languages, cut to the length of an SMS, each with a place put in."""
    chance = Random(2)  # noqa: S311 - a choice of sentences, no secret.
    folder = resources.files("tocsin.domain") / "language_texts"
    sentences = [
        line
        for code in LANGUAGES
        for line in (folder / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    ]
    for number in range(messages):
        row = chance.choice(rows)
        words = chance.choice(sentences).split()
        begin = chance.randrange(max(1, len(words) - 8))
        text = " ".join(words[begin : begin + 18])
        shape = _SHAPES[number % len(_SHAPES)]
        yield shape.format(place=row.name, text=text), (row.lat + 0.1, row.lon)


def _read_all(
    texts: Sequence[tuple[str, tuple[float, float]]], gazetteer: Gazetteer
) -> Iterator[float]:
    lexicon = Lexicon.load()
    for text, place in texts:
        begun = time.process_time()
        read_message(
            text, lexicon=lexicon, gazetteer=gazetteer, sent_at=_SENT_AT, sender_place=place
        )
        yield time.process_time() - begun


def _screen(texts: Sequence[tuple[str, tuple[float, float]]]) -> float:
    begun = time.process_time()
    for text, _ in texts:
        looks_like_p1(text)
    return (time.process_time() - begun) / len(texts)
