"""Whose number it is, by its first digits: enough to see that a village hangs on one operator."""

from collections.abc import Mapping

# Democratic Republic of the Congo and its neighbours; numbers may be carried to another operator.
_PREFIXES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "243": {
        "Vodacom": ("81", "82", "83", "86"),
        "Orange": ("80", "84", "85", "89"),
        "Airtel": ("97", "98", "99"),
        "Africell": ("90", "91"),
    },
    "250": {"MTN": ("78", "79"), "Airtel": ("72", "73")},
    "256": {"MTN": ("76", "77", "78"), "Airtel": ("70", "74", "75"), "Lycamobile": ("72",)},
    "257": {"Lumitel": ("6",), "Econet": ("71", "76", "79"), "Onatel": ("72", "75")},
    "211": {"MTN": ("92",), "Zain": ("91",), "Digitel": ("98",)},
    "236": {"Telecel": ("75",), "Moov": ("70",), "Orange": ("72",)},
    "255": {
        "Vodacom": ("74", "75", "76"),
        "Airtel": ("68", "69", "78"),
        "Tigo": ("65", "67", "71"),
    },
}


def operator_of(number: str) -> str:
    """Return the operator of a number in E.164, empty where its first digits do not tell."""
    plain = number.removeprefix("+")
    for operator, prefixes in _PREFIXES.get(plain[:3], {}).items():
        if plain[3:].startswith(prefixes):
            return operator
    return ""
