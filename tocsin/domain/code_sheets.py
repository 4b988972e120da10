"""Codes for a month: words that sound unlike one another and say nothing of what they stand for."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

# Short, said alike in French and Swahili, none of them a place, a weapon or a name.
WORDS = (
    "ananas", "balai", "banane", "bidon", "bougie", "bouton", "cahier", "carotte", "casque", "chaise",
    "citron", "coton", "couteau", "craie", "dattes", "dindon", "drap", "ficelle", "fleuve", "fromage",
    "gomme", "goyave", "haricot", "hibou", "huile", "jardin", "jumelle", "lampe", "lavabo", "lettre",
    "lune", "mangue", "manioc", "marmite", "melon", "miel", "miroir", "natte", "nuage", "oignon",
    "orange", "panier", "papaye", "parasol", "piment", "plume", "poivre", "pomme", "rideau", "rizière",
    "sable", "savon", "sorgho", "sucre", "tabouret", "tambour", "tasse", "tomate", "vanille", "verre",
)  # fmt: skip
MOST = len(WORDS)


class Chance(ABC):
    """Where chance comes from; the caller brings it."""

    @abstractmethod
    def pick(self, below: int) -> int:
        """Return a number from 0 and less than `below`."""


def draw_codes(meanings: Sequence[str], chance: Chance) -> Mapping[str, str]:
    """Return a code for each meaning, no code twice, in the order of the codes.

    A code is a word and a figure from 2 to 9, so that two months seldom share one. Meanings
    beyond the sixty words have no code: a sheet that long is read by nobody.
    """
    wanted = list(dict.fromkeys(" ".join(one.split()) for one in meanings if one.strip()))[:MOST]
    left = list(WORDS)
    found = {}
    for meaning in wanted:
        word = left.pop(chance.pick(len(left)))
        found[f"{word.upper()} {2 + chance.pick(8)}"] = meaning
    return dict(sorted(found.items()))


def written(codes: Mapping[str, str]) -> str:
    """Return the sheet as it is kept: a line for each code."""
    return "\n".join(f"{code} = {meaning}" for code, meaning in codes.items())
