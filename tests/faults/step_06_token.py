"""Faults of step 06: how a token is read and checked."""

from .model import Change, Fault, Instead, in_file
from .verifier import VERIFIER

settings = in_file("config/settings.py")
authentication = in_file("users/authentication.py")

BEARER = '"users.authentication.BearerAuthentication"'
FIRST = '    "ALGORITHM"'
ACCEPTED = r"\(200, ''\) == \(401"
REFUSED = "test_refused_tokens.py::"
UPDATE = "test_update.py::"


def hand_made(claims: str) -> tuple[Instead]:
    """Return the change to a verifier that gets its claims by this expression."""
    return (Instead("users/authentication.py", VERIFIER.replace("CLAIMS", claims)),)


def simple_jwt(line: str) -> tuple[Change]:
    """Return the change that adds this line to the settings of simplejwt."""
    return (settings(FIRST, f"    {line}\n{FIRST}"),)


FAULTS = (
    Fault(
        "token-without-expiry",
        "24 L11",
        6,
        "a hand-made verifier that does not insist on exp",
        hand_made("decode(raw)"),
        (f"{REFUSED}test_a_token_without_a_claim_is_401[exp]",),
        ACCEPTED,
    ),
    Fault(
        "expired-token",
        "24",
        6,
        "a hand-made verifier that does not look at exp",
        hand_made("decode(raw, verify_exp=False)"),
        (f"{REFUSED}test_an_expired_token_is_401",),
        ACCEPTED,
    ),
    Fault(
        "payload-not-verified",
        "L11",
        6,
        "the payload is decoded, the signature is not looked at",
        hand_made("json.loads(from_base64(raw.split('.')[1]))"),
        (
            f"{REFUSED}test_one_character_changed_is_401[signature]",
            f"{REFUSED}test_the_payload_of_another_user_is_401",
            f"{REFUSED}test_a_token_signed_with_another_key_is_401",
        ),
        ACCEPTED,
    ),
    Fault(
        "algorithm-from-the-token",
        "L11",
        6,
        "the token's header says which algorithm verifies it",
        hand_made("decode(raw, algorithms=[header['alg']])"),
        (f"{REFUSED}test_another_algorithm_is_401[HS384]",),
        ACCEPTED,
    ),
    Fault(
        "algorithm-none",
        "L11",
        6,
        "a hand-made verifier that believes alg: none",
        hand_made(
            "json.loads(from_base64(raw.split('.')[1])) "
            "if header['alg'] == 'none' else decode(raw)"
        ),
        (f"{REFUSED}test_another_algorithm_is_401[none]",),
        ACCEPTED,
    ),
    Fault(
        "key-in-the-header",
        "L11",
        6,
        "the header's jwk verifies the token that brings it",
        hand_made("decode(raw, key_of(header['jwk']) if 'jwk' in header else KEY)"),
        (f"{REFUSED}test_a_token_that_brings_its_own_key_is_401[jwk]",),
        ACCEPTED,
    ),
    Fault(
        "key-at-an-address-in-the-header",
        "L11",
        6,
        "the key is fetched from the header's jku",
        hand_made(
            "decode(raw, key_of(json.load(urlopen(header['jku']))['keys'][0]) "
            "if 'jku' in header else KEY)"
        ),
        (f"{REFUSED}test_a_token_that_brings_its_own_key_is_401[jku]",),
        ACCEPTED,
    ),
    Fault(
        "key-in-a-file-named-by-the-header",
        "L11",
        6,
        "the header's kid is the name of the file with the key",
        hand_made(
            "decode(raw, Path(header['kid']).read_bytes() if 'kid' in header else KEY)"
        ),
        (f"{REFUSED}test_a_token_that_brings_its_own_key_is_401[kid]",),
        ACCEPTED,
    ),
    Fault(
        "secret-key-verifies-too",
        "21",
        6,
        "SIGNING_KEY left out: SECRET_KEY signs and verifies",
        (settings('    "SIGNING_KEY": JWT_SIGNING_KEY,\n', ""),),
        (f"{REFUSED}test_a_token_signed_with_the_secret_key_is_401",),
        ACCEPTED,
    ),
    Fault(
        "any-type-of-token",
        "L13",
        6,
        "AUTH_TOKEN_CLASSES takes untyped tokens: a refresh token opens the view",
        simple_jwt(
            '"AUTH_TOKEN_CLASSES": ["rest_framework_simplejwt.tokens.UntypedToken"],'
        ),
        (
            f"{REFUSED}test_a_token_of_another_type_is_401",
            f"{REFUSED}test_a_refresh_token_is_401",
        ),
        ACCEPTED,
    ),
    Fault(
        "any-audience",
        "L13",
        6,
        "no AUDIENCE: a token for somebody else is good here",
        (settings('    "AUDIENCE": "django-auth-api",\n', ""),),
        (f"{REFUSED}test_a_token_for_or_from_somebody_else_is_401[somebody-else-aud]",),
        ACCEPTED,
    ),
    Fault(
        "any-issuer",
        "L13",
        6,
        "no ISSUER: a token from somebody else is good here",
        (settings('    "ISSUER": "django-auth",\n', ""),),
        (f"{REFUSED}test_a_token_for_or_from_somebody_else_is_401[somebody-else-iss]",),
        ACCEPTED,
    ),
    Fault(
        "bearer-in-lower-case",
        "simplejwt",
        6,
        "simplejwt compares the scheme as written",
        (authentication("def get_raw_token(self", "def unused(self"),),
        (f"{UPDATE}test_the_scheme_is_written_in_any_case",),
        "401 == 200",
    ),
    Fault(
        "strange-claims-are-500",
        "simplejwt",
        6,
        "simplejwt lets ValueError and others through",
        (authentication("def get_validated_token(self", "def unused(self"),),
        (f"{REFUSED}test_a_claim_that_makes_no_sense_is_401",),
        "ValueError|TypeError|OverflowError|OSError|ValidationError",
    ),
    Fault(
        "outage-is-401",
        "simplejwt",
        6,
        "the errors of the lookup are caught like those of the claims",
        (
            authentication(
                "    def get_raw_token(self, header):",
                "    def authenticate(self, request):\n"
                "        try:\n"
                "            return super().authenticate(request)\n"
                "        except (TypeError, ValueError, OSError) as error:\n"
                "            raise InvalidToken() from error\n\n"
                "    def get_raw_token(self, header):",
            ),
        ),
        (f"{REFUSED}test_a_failure_of_the_lookup_is_500",),
        "401",
    ),
    Fault(
        "refused-with-403",
        "simplejwt",
        6,
        "SessionAuthentication first: 401 becomes 403, WWW-Authenticate goes",
        (
            settings(
                BEARER,
                f'"rest_framework.authentication.SessionAuthentication", {BEARER}',
            ),
        ),
        (f"{REFUSED}test_no_token_is_401",),
        "403 == 401",
    ),
)
