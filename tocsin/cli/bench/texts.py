"""Invented texts and places for the measurements; nothing in them was ever said or is anywhere."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

FROM = 243_990_100_000  # numbers that are given to nobody
CONSONANTS = (
    "b",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "mb",
    "ng",
    "sh",
)
SYLLABLES = tuple(consonant + vowel for consonant in CONSONANTS for vowel in "aeiou")
# So far apart that no warning about one can belong to an incident at another.
APART = 0.8  # degrees
WIDE = 400  # places in a row around the earth

ATTACKS = (
    "Attaque en cours a {place}, des hommes armes tirent sur les maisons, la population fuit",
    "Wavamizi wanashambulia {place} sasa hivi, wanachoma nyumba, tusaidieni haraka",
    "Armed men are attacking {place} now, they are burning houses, please send help",
    "On entend des tirs nourris a {place}, les gens courent vers la foret, venez vite",
)
SHORT = "Attaque a {place}"
CALM = (
    "Bonsoir chef, rien a signaler chez nous ce soir, {word} et {other} sont rentres",
    "Habari za jioni, hapa {word} ni shwari, tutaonana kesho na {other}",
    "Merci d'envoyer des unites au numero de {word}, celui de {other} ne marche plus",
    "La reunion avec {word} est remise a demain, prevenez {other} s'il vous plait",
)
RUMOUR = (
    "A faire suivre: on dit que des inconnus vont venir a {place} demain a l'aube, "
    "partagez a tous vos contacts{sign}"
)


@dataclass(frozen=True, slots=True)
class InventedPlace:
    """A place of the bench's own gazetteer."""

    name: str
    lat: float
    lon: float


def invented_places(count: int) -> list[InventedPlace]:
    """Return this many places, each far from every other, always the same ones."""
    return [
        InventedPlace(
            invented_name(number),
            round(-60 + APART * (number // WIDE), 3),
            round(-160 + APART * (number % WIDE), 3),
        )
        for number in range(count)
    ]


def invented_name(number: int) -> str:
    """Return a name of four syllables, the same for the same number and unlike its neighbours'."""
    chance = random.Random(number)  # noqa: S311 - a name, no secret
    return "".join(chance.choices(SYLLABLES, k=4)).capitalize()


class Villagers:
    """An endless supply of messages in the generic dialect, the same for the same seed."""

    def __init__(self, label: str, *, seed: int = 1) -> None:
        self._label = label
        self._chance = random.Random(seed)  # noqa: S311 - invented texts, no secret
        self._number = 0

    def attack(self, place: str) -> tuple[str, str]:
        """Return the id and the body of a P1 about a place."""
        return self._message(self._chance.choice(ATTACKS).format(place=place))

    def short(self, place: str) -> tuple[str, str]:
        """Return a warning of three words."""
        return self._message(SHORT.format(place=place))

    def calm(self) -> tuple[str, str]:
        """Return chat, an all clear or a request: no warning, and never twice the same."""
        words = {"word": self._word(), "other": self._word()}
        return self._message(self._chance.choice(CALM).format(**words))

    def rumour(self) -> tuple[str, str]:
        """Return a copy of the one rumour, in almost the same words."""
        sign = self._chance.choice(("", "!", "!!", " svp", " merci", "..."))
        return self._message(RUMOUR.format(place="Beni", sign=sign))

    def _word(self) -> str:
        return invented_name(self._chance.randrange(20_000))

    def _message(self, text: str) -> tuple[str, str]:
        self._number += 1
        name = f"{self._label}-{self._number}"
        sender = f"+{FROM + self._number % 90_000}"
        body = {"id": name, "from": sender, "to": "", "text": text, "kind": "sms"}
        return name, json.dumps(body, ensure_ascii=False)


def places_in_turn(places: list[InventedPlace]) -> Iterator[str]:
    """Give each place once, so that every warning opens an incident and pages."""
    yield from (place.name for place in places)
