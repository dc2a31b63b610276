"""Does the signature of a token fit a key?"""

import hashlib
import hmac
import importlib.util
import warnings
from dataclasses import dataclass

from course.tokens.dissect import Anatomy

HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
PUBLIC_KEY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
PUBLIC_KEY += ("ES256", "ES384", "ES512", "ES256K", "ES521", "EdDSA")


@dataclass(frozen=True)
class Checked:
    """``fits`` is None where it could not be checked; ``said`` is a sentence."""

    fits: bool | None
    said: str
    fix: str = ""


def check(found: Anatomy, key: str) -> Checked:
    """Check the signature of a JWT with a shared secret, or with a public key in PEM.

    A line break at the end of the key, which editors add to a file, is no part of it.
    """
    key = key.strip("\r\n")
    if found.unsigned:
        return Checked(False, "There is no signature: `alg` is none.")
    if not found.signature or not found.algorithm:
        return Checked(None, "There is no signature that could be checked.")
    if not key:
        return Checked(None, "The key is empty.", "Give the key that signs.")
    if found.algorithm in HASHES:
        return _by_hmac(found, key)
    if found.algorithm in PUBLIC_KEY:
        return _by_public_key(found, key)
    return Checked(None, f"`{found.algorithm}` is an algorithm not known here.")


def _by_hmac(found: Anatomy, key: str) -> Checked:
    if "-----BEGIN" in key:
        return Checked(
            None,
            f"The key is a PEM, and {found.algorithm} signs with a shared secret. A "
            "server that took its public key for one would let everybody sign "
            "(RFC 8725, section 2.1).",
            "Give the secret, or look at what the header's `alg` should be.",
        )
    secret = key.encode("utf-8", "surrogatepass")
    made = hmac.new(secret, found.signed, HASHES[found.algorithm])
    if not hmac.compare_digest(made.digest(), found.signature or b""):
        return Checked(False, _does_not_fit("another key signed it"))
    least = made.digest_size
    if len(secret) < least:
        return Checked(
            True,
            f"The signature fits, but the key has {len(secret)} bytes: it can be "
            f"guessed. {found.algorithm} wants {least} at least (RFC 7518, 3.2).",
        )
    return Checked(True, "The signature fits: who has this key made this token.")


def _by_public_key(found: Anatomy, key: str) -> Checked:
    if importlib.util.find_spec("cryptography") is None:
        return Checked(
            None,
            f"{found.algorithm} is checked by the package cryptography, which is not "
            "here.",
            "python -m pip install cryptography",
        )
    import jwt

    try:
        # Weak keys are warned about: that is the business of whoever signs.
        with warnings.catch_warnings(action="ignore"):
            algorithm = jwt.get_algorithm_by_name(found.algorithm)
            prepared = algorithm.prepare_key(key)
            if hasattr(prepared, "public_key"):
                # A private key was given: its public half is what checks.
                prepared = prepared.public_key()
            fits = algorithm.verify(found.signed, prepared, found.signature or b"")
    except Exception:
        # Two libraries read what was given for a key, each with errors of its own.
        return Checked(
            None,
            f"This is no key for {found.algorithm}, whose public key begins with "
            "-----BEGIN PUBLIC KEY-----.",
            "Give the file: --key-from public.pem",
        )
    if fits:
        said = "The signature fits: who has the private key made this token."
        return Checked(True, said)
    return Checked(False, _does_not_fit("the key of another pair signed it"))


def _does_not_fit(other: str) -> str:
    return f"The signature does not fit this key: the token was changed, or {other}."
