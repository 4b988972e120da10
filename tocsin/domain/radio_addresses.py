"""One form for an address of text over radio, so that intake and directory mean the same station."""

import re

TEXT_SCHEMES = ("aprs", "mesh", "js8")
# A call sign with an optional SSID: APRS and AX.25 write KILO-7 for the seventh set of KILO.
_CALL_SIGN = re.compile(r"([A-Z0-9]{1,6})(?:-([0-9]|1[0-5]))?")
_NODE = re.compile(r"!?([0-9a-f]{8})")
_JS8 = re.compile(r"[A-Z0-9/]{3,11}")


class BadAddress(ValueError):
    """No station can have this address."""


def canonical_address(scheme: str, address: str) -> str:
    """Return the one form of a radio address: `KILO7-3`, `!a1b2c3d4`, `KN4CRD`. Raises BadAddress."""
    text = address.strip()
    if scheme == "aprs":
        match = _CALL_SIGN.fullmatch(text.upper())
        if match:
            return match[1] if match[2] in (None, "0") else f"{match[1]}-{match[2]}"
    elif scheme == "mesh":
        node = _NODE.fullmatch(text.lower())
        if node:
            return f"!{node[1]}"
    elif scheme == "js8" and _JS8.fullmatch(text.upper()):
        return text.upper()
    raise BadAddress(address)
