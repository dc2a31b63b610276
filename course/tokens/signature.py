"""Does the signature of a token fit a key? PyJWT checks it."""

import warnings
from dataclasses import dataclass

import jwt
from jwt.algorithms import requires_cryptography

from course.tokens.dissect import Token


@dataclass(frozen=True)
class Checked:
    """``fits`` is None where it could not be checked; ``said`` is a sentence."""

    fits: bool | None
    said: str
    fix: str = ""


def check(found: Token, key: str) -> Checked:
    """Check the signature of a token that has no problems.

    The key is a shared secret, or a public key in PEM. A line break at its end, which
    editors add to a file, is no part of it.
    """
    name, secret = found.algorithm, key.strip("\r\n").encode("utf-8", "surrogatepass")
    if not found.signature:
        return Checked(None, "There is no signature that could be checked.")
    if not secret:
        return Checked(None, "The key is empty.", "Give the key that signs.")
    try:
        with warnings.catch_warnings(record=True) as weak:
            warnings.simplefilter("always")
            jwt.PyJWS().decode_complete(found.text, secret, [name])
    except jwt.InvalidSignatureError:
        said = "The signature does not fit this key: the token was changed, or another"
        return Checked(False, f"{said} key signed it.")
    except jwt.InvalidAlgorithmError:
        if name not in requires_cryptography:
            return Checked(None, f"`{name}` is an algorithm not known here.")
        said = f"{name} is checked by the package cryptography, which is not here."
        return Checked(None, said, "python -m pip install cryptography")
    except jwt.InvalidTokenError as error:
        return Checked(False, f"PyJWT refuses this token: {error}.")
    except jwt.InvalidKeyError as error:
        return Checked(None, f"PyJWT refuses this key: {error}")
    except Exception:
        # What reads keys has errors of its own.
        return Checked(None, f"This is no public key for {name}.", "Give it as PEM.")
    if weak:
        said = f"The signature fits, but the key can be guessed. {weak[0].message}"
        return Checked(True, said)
    return Checked(True, "The signature fits: who has the key made this token.")
