"""Faults of step 05: the token itself."""

from .model import Fault, in_file

settings = in_file("config/settings.py")
views = in_file("users/views.py")

KEY = '    "SIGNING_KEY": JWT_SIGNING_KEY,\n'
AUDIENCE = '    "AUDIENCE": "django-auth-api",\n'
MADE = "        token = AccessToken.for_user(user)\n"

FAULTS = (
    Fault(
        "signed-with-the-secret-key",
        "21",
        5,
        "no SIGNING_KEY: simplejwt signs with SECRET_KEY",
        (settings(KEY, ""),),
        (
            "test_token.py::test_the_signature_is_that_of_the_signing_key",
            "test_token.py::test_the_secret_key_signs_no_token",
        ),
        "assert b['\"]",
    ),
    Fault(
        "identity-is-the-address",
        "22 L6",
        5,
        "USER_ID_FIELD is the e-mail",
        (settings(KEY, f'{KEY}    "USER_ID_FIELD": "email",\n'),),
        (
            "test_token.py::test_the_token_names_the_user_by_id",
            "test_token.py::test_a_recycled_address_is_another_user",
            "test_token.py::test_nothing_personal_is_readable",
        ),
        r"ada",
    ),
    Fault(
        "readable-by-anybody",
        "23",
        5,
        "the payload carries e-mail and name",
        (
            views(
                MADE,
                f"{MADE}        token['email'] = user.email\n"
                "        token['username'] = user.get_full_name()\n",
            ),
        ),
        (
            "test_token.py::test_the_payload_is_what_the_service_needs_and_no_more",
            "test_token.py::test_nothing_personal_is_readable",
        ),
        "'emai|'ada' not in",
    ),
    Fault(
        "fifty-minutes",
        "24",
        5,
        "a lifetime of 3,000 s",
        (settings("timedelta(minutes=15)", "timedelta(seconds=3000)"),),
        ("test_login.py::test_login_answers_200_with_name_and_token",),
        "3000 <= ",
    ),
    Fault(
        "expiry-said-wrongly",
        "24",
        5,
        "the answer says 300 s, whatever the token says",
        (views("int(token.lifetime.total_seconds())", "300"),),
        ("test_token.py::test_the_token_expires_when_the_answer_says",),
        "300 == ",
    ),
    Fault(
        "no-audience",
        "L13",
        5,
        "no AUDIENCE: good for every service with the same key",
        (settings(AUDIENCE, ""),),
        ("test_token.py::test_the_token_names_issuer_and_audience",),
        "KeyError: 'aud'",
    ),
    Fault(
        "another-algorithm",
        "",
        5,
        "ALGORITHM is not the one that was decided on",
        (settings('"ALGORITHM": "HS256"', '"ALGORITHM": "HS384"'),),
        ("test_token.py::test_the_header_names_the_algorithm",),
        "HS384",
    ),
    Fault(
        "refresh-token-for-access",
        "L13",
        5,
        "login hands out a refresh token in the place of the access token",
        (
            views(
                MADE,
                "        from rest_framework_simplejwt.tokens import RefreshToken\n\n"
                "        token = RefreshToken.for_user(user)\n",
            ),
        ),
        ("test_token.py::test_a_token_opens_a_closed_view",),
        "401 == 200",
    ),
)
