"""What is fuzzed: one door that takes bytes of strangers, what it may answer, and what to begin with."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Take = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Target:
    """`take` may raise nothing but `refuses`; what it accepts it checks itself, by assertion."""

    name: str
    take: Take
    seeds: Sequence[bytes]
    refuses: tuple[type[Exception], ...] = ()
    longest: int = 4_000  # bytes of an input that a fuzzer makes up

    def __call__(self, given: bytes) -> bool:
        """Return whether the input was accepted. Raises what must never be raised."""
        try:
            self.take(given)
        except self.refuses:
            return False
        return True


def storable(*words: str | None) -> None:
    """Assert that the database can hold these words: no NUL, no half of a character."""
    for word in words:
        assert word is None or "\0" not in word, "a NUL would be stored"
        (word or "").encode("utf-8")  # raises for a lone surrogate


# What programs stumble over, as values of a field of some JSON.
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**40, -(10**40), 1e308, 1e-9, "", " ", "0", "-0", "--5", "²",
    "٣", "1e999", "nan", "inf", "-inf", "9" * 5_000, "\0", "abc\0", "\ud800", "\udfff\ud800", "\u202e", "\ufeff",
    "2026-13-45", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-02T12:00:00", "x" * 3_000,
    [], {}, [[]], {"": {}}, [None], ["a", 1], {"text": []}, "true", "+243990000001", "!a1b2c3d4", "@TOCSIN", "ack01",
    float("nan"), float("inf"),
)  # fmt: skip


def shaped(given: bytes, keys: Sequence[str]) -> bytes:
    """Return a JSON object whose fields the bytes choose: past the gate of JSON, odd inside."""
    chance = random.Random(given)
    return json.dumps(_object(chance, keys, depth=2)).encode()


def raw_or_shaped(given: bytes, keys: Sequence[str]) -> bytes:
    """Read bytes that begin like JSON as they are, all others as a choice of fields."""
    return given if given[:1] in (b"{", b"[", b"\xef", b'"') else shaped(given, keys)


def _object(chance: random.Random, keys: Sequence[str], depth: int) -> dict[str, Any]:
    chosen = chance.sample(keys, k=min(len(keys), chance.randint(1, 10)))
    return {key: _value(chance, keys, depth) for key in chosen}


def _value(chance: random.Random, keys: Sequence[str], depth: int) -> Any:
    draw = chance.random()
    if draw < 0.15 and depth:
        return _object(chance, keys, depth - 1)
    if draw < 0.5:
        return chance.choice(ODD)
    # A word that some dialect knows is what leads further in.
    return chance.choice(keys)


def bent(seeds: Sequence[bytes], *, times: int, seed: int = 1) -> Iterator[bytes]:
    """Yield the seeds, and each as a careless or hostile hand would change it; always the same."""
    chance = random.Random(seed)
    yield from seeds
    for number in range(times):
        if number % 3 == 0:
            yield (
                b"#%d" % number
            )  # bytes of no dialect; to targets that read JSON, a choice of fields
            continue
        one = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            _bend(one, chance, seeds)
        yield bytes(one)


_PIECES = (
    b"\0", b"\xff", b"\xc0", b"\xdb", b"\x7f", b"{", b"}", b'"', b"\\ud800", b"\\u0000", b"<", b"&", b"]]>", b"\r\n",
    b"=", b",", b";", b"-", b"9" * 40, b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xf0\x9f\x98\xad", b"null", b"1e999",
)  # fmt: skip


def _bend(one: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    place = chance.randint(0, len(one))
    match chance.randint(0, 5):
        case 0:
            del one[place : place + chance.randint(1, 20)]
        case 1:
            one[place:place] = chance.choice(_PIECES)
        case 2 if one:
            one[place % len(one)] = chance.randint(0, 255)
        case 3:
            one[place:place] = one[place : place + 30] * chance.randint(1, 8)
        case 4:
            other = chance.choice(seeds)
            one[place:place] = other[chance.randint(0, len(other)) :][:60]
        case _:
            one[place:] = b""
