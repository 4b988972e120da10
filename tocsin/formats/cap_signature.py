"""The enveloped XML signature of a CAP message: made with our key, read against known certificates."""

from collections.abc import Sequence
from pathlib import Path

from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.exceptions import InvalidInput, InvalidSignature
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from tocsin.domain.cap_words import SignatureState
from tocsin.domain.cap_xml import SIGNATURE


def sign(root: etree._Element, *, key: str, certificate: str) -> etree._Element:
    """Return the message with its signature. `key` and `certificate` are PEM files.

    Raises OSError when one cannot be read, and ValueError for a key that cannot sign.
    """
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    return signer.sign(root, key=Path(key).read_bytes(), cert=Path(certificate).read_text("ascii"))


def signature_of(root: etree._Element, certificates: Sequence[str]) -> SignatureState:
    """Say what is known of a signature, compared with the PEM certificates that we trust.

    A message is never refused for its signature alone (alerting.md §4.3). What was signed must be
    the whole message, by a single reference: a signature over a piece proves nothing of the rest.
    """
    if root.find(SIGNATURE) is None:
        return SignatureState.UNSIGNED
    expected = SignatureConfiguration(require_x509=True, location="./")
    for certificate in certificates:
        try:
            found = XMLVerifier().verify(root, x509_cert=certificate, expect_config=expected)
        except (InvalidSignature, InvalidInput, ValueError, etree.LxmlError):
            continue
        signed = found[0] if isinstance(found, list) else found
        if signed.signed_xml is not None and _is_all_of(root, signed.signed_xml):
            return SignatureState.VALID
    return SignatureState.INVALID if certificates else SignatureState.UNKNOWN_KEY


def _is_all_of(root: etree._Element, signed: etree._Element) -> bool:
    """Whether what was signed is the message itself, and no piece that another was built around."""
    ours = [child for child in root if child.tag != SIGNATURE]
    theirs = [child for child in signed if child.tag != SIGNATURE]
    return [child.tag for child in ours] == [child.tag for child in theirs] and all(
        one.text == other.text for one, other in zip(ours, theirs, strict=True)
    )
