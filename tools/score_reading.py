"""Score a reader over labelled messages: `python -m tools.score_reading LABELLED.jsonl [--gazetteer FILE] [--errors PART]`.

A labelled line has `id`, `text`, `sent_at`, `sender_place` and what is expected: `languages`, `kinds` (the first is the
main one, any counts), `is_alert`, `priority`, `places` (`surface`, `role`, `place_id`), `actors`, `counts`, `day`, `flags`.
A field that is left out is not scored. A file that ends in `.txt` has ordinary sentences, one a line, none of which warns of
anything: `false_alarms` is the share of what is no warning and was taken for one.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tocsin.domain.folding import fold_phrase
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer, distance_km
from tocsin.domain.reading import to_json
from tocsin.domain.reading.instinct import Instinct
from tocsin.domain.reading.read import read_message
from tocsin.formats.gazetteer import read_gazetteer

Row = dict[str, Any]
_SENT_AT = "2024-05-15T14:30:00+02:00"


@dataclass
class Score:
    """Right and wrong answers by part, with what went wrong."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, part: str, correct: bool, told: str) -> None:
        self.asked[part] += 1
        self.right[part] += correct
        if not correct:
            self.wrong[part].append(told)

    def table(self) -> dict[str, dict[str, float]]:
        shares = {
            part: {"share": round(self.right[part] / count, 4), "of": count}
            for part, count in sorted(self.asked.items())
        }
        if (quiet := shares.get("not_alert_right")) is not None:
            shares["false_alarms"] = {"share": round(1 - quiet["share"], 4), "of": quiet["of"]}
        return shares


def main() -> None:
    arguments = _arguments()
    gazetteer = (
        Gazetteer.build(read_gazetteer(arguments.gazetteer))
        if arguments.gazetteer
        else Gazetteer.demo()
    )
    score = score_rows(_rows(arguments.labelled), gazetteer)
    json.dump(score.table(), sys.stdout, indent=1)
    sys.stdout.write("\n")
    for part in arguments.errors or ():
        for line in score.wrong[part]:
            print(f"{part}: {line}")


def score_rows(rows: Iterable[Row], gazetteer: Gazetteer) -> Score:
    """Read each row and judge every part that it labels."""
    score = Score()
    score_into(score, rows, gazetteer)
    return score


def score_into(
    score: Score, rows: Iterable[Row], gazetteer: Gazetteer, instinct: Instinct | None = None
) -> None:
    """Add the figures of these rows, read with another instinct than the one that ships if given."""
    for row in rows:
        reading = _read(row, gazetteer, instinct)
        for judge in _PARTS:
            judge(row, reading, score)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--errors", nargs="*", help="print what went wrong in these parts")
    return parser.parse_args()


def _rows(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            yield _ordinary(line, number) if path.suffix == ".txt" else json.loads(line)


def _ordinary(line: str, number: int) -> Row:
    return {"id": number, "text": line.strip(), "sent_at": _SENT_AT, "is_alert": False}


def _read(row: Row, gazetteer: Gazetteer, instinct: Instinct | None) -> Row:
    place = row.get("sender_place")
    reading = read_message(
        row["text"],
        lexicon=Lexicon.load(),
        gazetteer=gazetteer,
        sent_at=datetime.fromisoformat(row["sent_at"]),
        sender_place=(place[0], place[1]) if place else None,
        instinct=instinct,
    )
    return to_json(reading, row["id"])


def _told(row: Row, expected: object, got: object) -> str:
    return f"[{row['id']}] {row['text']}\n      expected {expected}, got {got}"


def _language(row: Row, got: Row, score: Score) -> None:
    if "languages" in row:
        part = "language" if len(row["languages"]) == 1 else "language_mixed"
        correct = got["language"] in row["languages"]
        score.add(part, correct, _told(row, row["languages"], got["language"]))


def _alert(row: Row, got: Row, score: Score) -> None:
    if "is_alert" not in row:
        return
    told = _told(row, row["is_alert"], (got["is_alert"], got["alert_score"], got["kinds"]))
    if row["is_alert"]:
        score.add("alert_recall", got["is_alert"], told)
    else:
        score.add("not_alert_right", not got["is_alert"], told)
    if got["is_alert"]:
        score.add("alert_precision", row["is_alert"], told)


def _kind(row: Row, got: Row, score: Score) -> None:
    if "kinds" in row:
        codes = [kind["code"] for kind in got["kinds"]]
        told = _told(row, row["kinds"], got["kinds"])
        score.add("kind_top1", got["kind"] in row["kinds"], told)
        score.add("kind_top3", bool(set(codes) & set(row["kinds"])), told)


def _priority(row: Row, got: Row, score: Score) -> None:
    if "priority" not in row:
        return
    expected, given = row["priority"], got["priority"] or "P4"
    told = _told(row, expected, (given, got["kind"], got["flags"]))
    steps = abs(int(expected[1]) - int(given[1]))
    score.add("priority_exact", steps == 0, told)
    score.add("priority_within_one", steps <= 1, told)
    if expected == "P1":
        score.add("p1_recall", given == "P1", told)
    if given == "P1":
        score.add("p1_precision", expected == "P1", told)


def _places(row: Row, got: Row, score: Score) -> None:
    if "places" not in row:
        return
    expected = {fold_phrase(place["surface"]): place for place in row["places"]}
    given = {fold_phrase(place["surface"]): place for place in got["places"]}
    told = _told(
        row, list(expected), [(p["surface"], p["name"], p["score"]) for p in got["places"]]
    )
    for name in expected:
        score.add("mention_recall", name in given, told)
    for name in given:
        score.add("mention_precision", name in expected, told)
    for name, place in expected.items():
        if name in given and place.get("place_id"):
            right = _is_place(place, given[name])
            score.add("place_first", right, told)
            if given[name]["accepted"]:
                score.add("accepted_right", right, told)
        if name in given and place.get("role"):
            score.add(
                "place_role",
                place["role"] == given[name]["role"],
                _told(row, place, given[name]["role"]),
            )


def _is_place(expected: Row, given: Row) -> bool:
    if given["place_id"] == expected["place_id"]:
        return True
    if "lat" not in expected or given["lat"] is None:
        return False
    return distance_km((expected["lat"], expected["lon"]), (given["lat"], given["lon"])) <= 6


def _sets(part: str, expected: set[str], given: set[str], told: str, score: Score) -> None:
    for one in expected:
        score.add(f"{part}_recall", one in given, told)
    for one in given:
        score.add(f"{part}_precision", one in expected, told)


def _actors(row: Row, got: Row, score: Score) -> None:
    if "actors" in row:
        given = {actor["code"] for actor in got["actors"]}
        _sets("actors", set(row["actors"]), given, _told(row, row["actors"], sorted(given)), score)


def _counts(row: Row, got: Row, score: Score) -> None:
    if "counts" in row:
        expected = {f"{k}={v['min']}-{v['max']}" for k, v in row["counts"].items()}
        given = {f"{k}={v['min']}-{v['max']}" for k, v in got["counts"].items()}
        _sets("counts", expected, given, _told(row, sorted(expected), sorted(given)), score)


def _day(row: Row, got: Row, score: Score) -> None:
    if "day" not in row:
        return
    given = got["time"]
    told = _told(row, row["day"], given)
    if row["day"] is None:
        score.add("time_none_right", given is None or _covers(given, row["sent_at"][:10]), told)
    else:
        score.add("time_right_day", given is not None and _covers(given, row["day"]), told)


def _covers(time: Row, day: str) -> bool:
    first, last = (datetime.fromisoformat(time[end]).date() for end in ("from", "to"))
    return first <= date.fromisoformat(day) <= last


def _flags(row: Row, got: Row, score: Score) -> None:
    if "flags" in row:
        told = _told(row, row["flags"], got["flags"])
        for flag in row["flags"]:
            score.add("flag_recall", flag in got["flags"], told)


_PARTS: tuple[Callable[[Row, Row, Score], None], ...] = (
    _language, _alert, _kind, _priority, _places, _actors, _counts, _day, _flags,
)  # fmt: skip

if __name__ == "__main__":
    main()
