"""AX.25 frames and the KISS framing around them, as pure functions (messaging.md §7.1)."""

from dataclasses import dataclass

FEND, FESC, TFEND, TFESC = 0xC0, 0xDB, 0xDC, 0xDD
_UI, _NO_LAYER_3 = 0x03, 0xF0
_ADDRESS = 7  # bytes
MOST_PATH = 8
LONGEST = 2048  # bytes of a frame between two FENDs; what is longer is noise


class BadFrame(ValueError):
    """These bytes are no UI frame of AX.25."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One UI frame: call signs such as `KILO7-3`, in the path with `*` where it was repeated."""

    source: str
    destination: str
    path: tuple[str, ...]
    information: bytes


class KissReader:
    """Cuts a stream of bytes into the KISS frames in it; a rest waits for more."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the AX.25 frames that are whole now. Anything but data, such as settings, is dropped."""
        self._rest += chunk
        *whole, rest = bytes(self._rest).split(bytes([FEND]))
        self._rest = bytearray(rest if len(rest) <= LONGEST else b"")
        pieces = (_unescape(piece) for piece in whole if 1 < len(piece) <= LONGEST)
        return [piece[1:] for piece in pieces if piece and piece[0] & 0x0F == 0]


def kiss(frame: bytes, *, port: int = 0) -> bytes:
    """Return an AX.25 frame as KISS data for a port of the modem."""
    body = bytes([port << 4]) + frame
    body = body.replace(bytes([FESC]), bytes([FESC, TFESC]))
    body = body.replace(bytes([FEND]), bytes([FESC, TFEND]))
    return bytes([FEND]) + body + bytes([FEND])


def encode(frame: Frame) -> bytes:
    """Return the bytes of a UI frame. Raises BadFrame for a call sign that cannot be one."""
    addresses = [frame.destination, frame.source, *frame.path]
    if len(addresses) > MOST_PATH + 2:
        raise BadFrame("path")
    last = len(addresses) - 1
    head = b"".join(_address(one, is_last=at == last) for at, one in enumerate(addresses))
    return head + bytes([_UI, _NO_LAYER_3]) + frame.information


def decode(data: bytes) -> Frame:
    """Return the UI frame of these bytes. Raises BadFrame."""
    end = _end_of_addresses(data)
    signs = [
        _call_sign(data[at : at + _ADDRESS], is_digipeater=at >= 2 * _ADDRESS)
        for at in range(0, end, _ADDRESS)
    ]
    # The poll bit says nothing about what is in the frame.
    if len(data) < end + 2 or data[end] & 0xEF != _UI or data[end + 1] != _NO_LAYER_3:
        raise BadFrame("control")
    return Frame(signs[1], signs[0], tuple(signs[2:]), data[end + 2 :])


def _end_of_addresses(data: bytes) -> int:
    for at in range(_ADDRESS - 1, min(len(data), (MOST_PATH + 2) * _ADDRESS), _ADDRESS):
        if data[at] & 1:
            if at < 2 * _ADDRESS - 1:
                break
            return at + 1
    raise BadFrame("addresses")


def _address(call_sign: str, *, is_last: bool) -> bytes:
    name, _, ssid = call_sign.rstrip("*").partition("-")
    is_name = 0 < len(name) <= 6 and name.isascii() and name.isalnum() and name.isupper()
    is_name = is_name or (name.isascii() and name.isdigit() and 0 < len(name) <= 6)
    if not is_name or (ssid and not (ssid.isdigit() and int(ssid) <= 15)):
        raise BadFrame(f"call sign {call_sign}")
    repeated = 0x80 if call_sign.endswith("*") else 0
    low = 0x60 | int(ssid or 0) << 1 | is_last | repeated
    return bytes(ord(sign) << 1 for sign in name.ljust(6)) + bytes([low])


def _call_sign(data: bytes, *, is_digipeater: bool) -> str:
    name = "".join(chr(byte >> 1) for byte in data[:6]).rstrip()
    if any(byte & 1 for byte in data[:6]) or not name.isalnum():
        raise BadFrame("call sign")
    ssid = data[6] >> 1 & 0x0F
    repeated = "*" if is_digipeater and data[6] & 0x80 else ""
    return f"{name}-{ssid}{repeated}" if ssid else f"{name}{repeated}"


def _unescape(piece: bytes) -> bytes:
    # In this order: an escaped FESC before a TFEND is a FESC and a plain 0xDC.
    parts = piece.split(bytes([FESC, TFESC]))
    return bytes([FESC]).join(part.replace(bytes([FESC, TFEND]), bytes([FEND])) for part in parts)
