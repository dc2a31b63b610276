"""Faults of step 01: views left open, and keys that everybody knows."""

from .model import Fault, in_file

settings = in_file("config/settings.py")
checks = in_file("config/checks.py")

SIGNING_KEY = """\
JWT_SIGNING_KEY = key_from_environment(
    "JWT_SIGNING_KEY", "insecure-development-key-for-signing-access-tokens"
)
"""
KEYS_MAY_BE_SAME = checks(
    "if settings.JWT_SIGNING_KEY == settings.SECRET_KEY:",
    "if settings.JWT_SIGNING_KEY is None:",
)

FAULTS = (
    Fault(
        "open-by-default",
        "19 L22",
        1,
        "no default permission: a view that forgets its own is public",
        (
            settings(
                '    "DEFAULT_PERMISSION_CLASSES": '
                '["rest_framework.permissions.IsAuthenticated"],\n',
                "",
            ),
        ),
        ("test_health.py::test_a_view_that_says_nothing_is_closed",),
        "assert 200 in",
    ),
    Fault(
        "password-in-every-header",
        "",
        1,
        "DRF's default authentication, HTTP Basic among it",
        (settings('    "DEFAULT_AUTHENTICATION_CLASSES": [],\n', ""),),
        ("test_health.py::test_a_password_in_the_header_opens_nothing",),
        "'BasicAuthentication' not in",
    ),
    Fault(
        "weak-key",
        "21 L10",
        1,
        "no check of the key's length: secret123 is as good as any",
        (checks("MINIMUM_BYTES = 32", "MINIMUM_BYTES = 0"),),
        ("test_signing_key.py::test_a_short_signing_key_is_an_error",),
        "'JWT_SIGNING_KEY' in",
    ),
    Fault(
        "key-that-repeats-itself",
        "21 L10",
        1,
        "no check that the key is random",
        (checks("MINIMUM_DIFFERENT_BYTES = 10", "MINIMUM_DIFFERENT_BYTES = 0"),),
        ("test_signing_key.py::test_a_long_key_that_repeats_itself_is_an_error",),
        "'JWT_SIGNING_KEY' in",
    ),
    Fault(
        "development-key-in-production",
        "21 L10",
        1,
        "no check that the key is not the one of this repository",
        (checks('startswith(b"insecure-")', 'startswith(b"never-")'),),
        ("test_signing_key.py::test_the_development_key_is_an_error_in_production",),
        "'JWT_SIGNING_KEY' in",
    ),
    Fault(
        "one-key-for-all-allowed",
        "21",
        1,
        "no check that the keys differ",
        (KEYS_MAY_BE_SAME,),
        ("test_signing_key.py::test_the_secret_key_does_not_sign_tokens_as_well",),
        "'JWT_SIGNING_KEY' in",
    ),
    Fault(
        "one-key-for-all",
        "21",
        1,
        "JWT_SIGNING_KEY = SECRET_KEY, and no check that they differ",
        (settings(SIGNING_KEY, "JWT_SIGNING_KEY = SECRET_KEY\n"), KEYS_MAY_BE_SAME),
        (
            "test_settings.py::test_tokens_and_sessions_have_different_keys",
            "test_settings.py::test_keys_come_from_the_environment[JWT_SIGNING_KEY]",
        ),
        "!= 'insecure|== 'a-signing",
    ),
    Fault(
        "key-in-the-code",
        "21",
        1,
        "the development key serves wherever no other is set",
        (settings("(development_key if DEBUG else", "(development_key if name else"),),
        (
            "test_settings.py::test_without_a_key_the_project_does_not_start",
            "test_settings.py::test_an_empty_key_is_no_key",
        ),
        "DID NOT RAISE",
    ),
    Fault(
        "debug-by-default",
        "",
        1,
        "DEBUG is on where nothing is said",
        (settings('get("DEBUG", "")', 'get("DEBUG", "1")'),),
        ("test_settings.py::test_debug_is_off_unless_asked_for",),
        "assert True is False",
    ),
    Fault(
        "always-sqlite",
        "",
        1,
        "DATABASE_URL is not looked at",
        (settings('if os.environ.get("DATABASE_URL"):', "if False:"),),
        ("test_database.py::test_database_url_names_a_postgresql_server",),
        "sqlite3' == ",
    ),
)
