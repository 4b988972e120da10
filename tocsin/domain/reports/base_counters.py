"""The four figures above a base's page, in words: what came, what waits, how fast, who was heard."""

from dataclasses import dataclass
from datetime import timedelta

from tocsin.domain.reports.saying import Words, say, shown


@dataclass(frozen=True, slots=True)
class Counters:
    """`usual` is the mean of a day of the fortnight before; `answer` None: half of them wait still."""

    alerts: int = 0
    usual: float = 0.0
    unanswered: int = 0
    answer: timedelta | None = None
    n_asked: int = 0
    heard: int = 0
    communities: int = 0


@dataclass(frozen=True, slots=True)
class CounterLine:
    """A figure with what it counts; `code` leads a page to its list."""

    code: str
    value: str
    label: str
    is_bad: bool = False


def counter_lines(counters: Counters, words: Words) -> list[CounterLine]:
    """Return the figures in words. What nobody was asked is no speed: a dash."""
    said = words.tables["counter"]
    usual = say(said["usual"], {"n": round(counters.usual)}, words)
    usual = usual if counters.usual >= 1 else said["rare"]
    return [
        CounterLine("alerts", _number(counters.alerts, words), f"{said['alerts']} ({usual})"),
        CounterLine(
            "unanswered", _number(counters.unanswered, words), said["unanswered"],
            is_bad=counters.unanswered > 0,
        ),
        CounterLine("answer", _answer(counters, words), said["answer"]),
        CounterLine(
            "heard", f"{_number(counters.heard, words)} / {_number(counters.communities, words)}",
            said["heard"], is_bad=2 * counters.heard < counters.communities,
        ),
    ]  # fmt: skip


def _answer(counters: Counters, words: Words) -> str:
    if counters.answer is None:
        return words.tables["counter"]["not_yet"] if counters.n_asked else "–"
    minutes = max(1, round(counters.answer / timedelta(minutes=1)))
    if minutes < 120:
        return say(words.tables["counter"]["minutes"], {"n": minutes}, words)
    return say(words.tables["counter"]["hours"], {"n": round(minutes / 60)}, words)


def _number(n: int, words: Words) -> str:
    return shown(n, "n", words) or "0"
