"""A key that one touches, as a second factor (WebAuthn): what a browser is asked, and whether its answer is proof.

A forged page cannot use it: the answer is signed for the one address it was made for.
"""

from dataclasses import dataclass

CHALLENGE_BYTES = 32
MOST_KEYS = 10
NAME_LENGTH = 40
ANSWER_LENGTH = 20_000  # characters; a real one has about a thousand


class NotProven(Exception):
    """An answer that proves nothing: made elsewhere, for something else, copied, or no answer at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where we are reached: `origin` such as https://tocsin.example:8443, `host` its name alone."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key tells of itself once: by which it is found and proven from now on. None of it is secret."""

    credential: bytes
    public_key: bytes
    sign_count: int


def creation_options(
    place: Place, *, challenge: bytes, mission: str, handle: bytes, account: str, known: list[bytes]
) -> str:
    """Return, as JSON, what a browser is asked to make a key; `known` are those not to be added twice."""
    # Read when needed: the library takes half a second, and the engine never needs it.
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    asked: str = options_to_json(
        generate_registration_options(
            rp_id=place.host,
            rp_name=mission,
            user_id=handle,
            user_name=account,
            challenge=challenge,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
    )
    return asked


def new_key(answer: str, place: Place, *, challenge: bytes) -> NewKey:
    """Return the key that a browser made. Raises NotProven."""
    from webauthn import verify_registration_response  # noqa: PLC0415 - see above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise NotProven from error
    return NewKey(found.credential_id, found.credential_public_key, found.sign_count)


def request_options(place: Place, *, challenge: bytes, known: list[bytes]) -> str:
    """Return, as JSON, what a browser is asked to prove that one of these keys is there."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415 - see above
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    asked: str = options_to_json(
        generate_authentication_options(
            rp_id=place.host,
            challenge=challenge,
            allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
    )
    return asked


def credential_of(answer: str) -> bytes:
    """Return which key an answer says it is of. Raises NotProven."""
    from webauthn.helpers import parse_authentication_credential_json  # noqa: PLC0415 - see above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        credential: bytes = parse_authentication_credential_json(answer).raw_id
    except (WebAuthnException, ValueError) as error:
        raise NotProven from error
    return credential


def proven_count(answer: str, key: NewKey, place: Place, *, challenge: bytes) -> int:
    """Return the new count of a key that is there. Raises NotProven, also for one whose count went back: a copy."""
    from webauthn import verify_authentication_response  # noqa: PLC0415 - see above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise NotProven from error
    count: int = found.new_sign_count
    return count
