"""What we took of a responder's coded text, in the words of one SMS: French, Swahili, English."""

from collections.abc import Mapping

from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.responder_codes import SaidStrength
from tocsin.domain.words import Language

_FR, _SW, _EN = Language.FRENCH, Language.SWAHILI, Language.ENGLISH
# What is counted, one and many; Swahili counts after the noun.
_COUNTED: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "people": {
        _FR: ("personne", "personnes"), _SW: ("mtu", "watu"), _EN: ("person", "people"),
    },
    "vehicles": {
        _FR: ("vehicule", "vehicules"), _SW: ("gari", "magari"), _EN: ("vehicle", "vehicles"),
    },
    "motorbikes": {
        _FR: ("moto", "motos"), _SW: ("pikipiki", "pikipiki"), _EN: ("motorbike", "motorbikes"),
    },
    "boats": {_FR: ("bateau", "bateaux"), _SW: ("boti", "boti"), _EN: ("boat", "boats")},
    "medics": {_FR: ("soignant", "soignants"), _SW: ("daktari", "madaktari"), _EN: ("medic", "medics")},
}  # fmt: skip
_BY_NIGHT = {_FR: "sort la nuit", _SW: "hutoka usiku", _EN: "goes by night"}
_CORRECTIONS: Mapping[CorrectionKind, Mapping[Language, str]] = {
    CorrectionKind.MISTAKE: {_FR: "faux, une erreur", _SW: "si kweli, kosa", _EN: "false, an error"},
    CorrectionKind.DELIBERATE: {
        _FR: "faux, une tromperie", _SW: "si kweli, udanganyifu", _EN: "false, a deception",
    },
    CorrectionKind.RETRACTED: {_FR: "retire", _SW: "imeondolewa", _EN: "taken back"},
    CorrectionKind.REOPENED: {_FR: "rouvert", _SW: "imefunguliwa tena", _EN: "open again"},
    CorrectionKind.CORRECTED: {_FR: "corrige", _SW: "imesahihishwa", _EN: "corrected"},
}  # fmt: skip


def strength_words(said: SaidStrength, language: Language) -> str:
    """Return "24 people, 3 vehicles, goes by night"."""
    spoken = _spoken(language)
    counts = {name: getattr(said, name) for name in _COUNTED}
    parts = [counted(name, n, spoken) for name, n in counts.items() if n or name == "people"]
    return ", ".join([*parts, _BY_NIGHT[spoken]] if said.goes_by_night else parts)


def correction_words(kind: CorrectionKind, language: Language) -> str:
    return _CORRECTIONS[kind][_spoken(language)]


def counted(name: str, n: int, language: Language) -> str:
    one, many = _COUNTED[name][_spoken(language)]
    noun = one if n == 1 else many
    return f"{noun} {n}" if _spoken(language) is _SW else f"{n} {noun}"


def _spoken(language: Language) -> Language:
    # Responders' texts exist in these three; the others read French.
    return language if language in (_SW, _EN) else _FR
