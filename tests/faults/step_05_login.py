"""Faults of step 05: who gets a token, and what the others learn."""

from .model import Change, Fault, in_file

views = in_file("users/views.py")

LOOK_UP = """\
        user = authenticate(
            request,
            username=serializer.validated_data["email"],
            password=serializer.validated_data["password"],
        )
"""
REFUSE = 'raise AuthenticationFailed("No active account with these credentials.")'
SAY_WHY = """\
from django.contrib.auth import get_user_model

            users = get_user_model().objects
            known = users.with_email(request.data["email"]).exists()
            raise AuthenticationFailed("wrong password" if known else "unknown user")"""
HEADER = """

    def get_authenticate_header(self, request):
        \"""A 401 names the scheme (RFC 9110, 15.5.2); without it DRF answers 403.\"""
        return 'Bearer realm="api"'
"""


def by_hand(*lines: str) -> Change:
    """Return the change of the call of authenticate() to these lines."""
    start = (
        "from django.contrib.auth import get_user_model",
        "users = get_user_model().objects",
        'email = serializer.validated_data["email"]',
        'password = serializer.validated_data["password"]',
    )
    return views(LOOK_UP, "".join(f"        {line}\n" for line in (*start, *lines)))


FAULTS = (
    Fault(
        "pass-the-hash",
        "7 L2",
        5,
        "the raw password is looked up in the database",
        (by_hand("user = users.filter(email=email, password=password).first()"),),
        (
            "test_login.py::test_the_stored_hash_is_no_password",
            "test_login.py::test_a_user_of_the_command_line_can_log_in",
        ),
        "200 == 401|401 == 200",
    ),
    Fault(
        "wrong-password-is-500",
        "8",
        5,
        ".get() where nobody may be found",
        (by_hand("user = users.get(email=email, password=password)"),),
        (
            "test_login.py::test_login_with_wrong_password_is_401",
            "test_login.py::test_every_refusal_is_the_same",
        ),
        "DoesNotExist",
    ),
    Fault(
        "refusal-without-a-scheme",
        "8",
        5,
        "no WWW-Authenticate: DRF makes the 401 a 403",
        (views(HEADER, "\n"),),
        ("test_login.py::test_login_with_wrong_password_is_401",),
        "403 == 401",
    ),
    Fault(
        "token-for-an-inactive-user",
        "11 L7",
        5,
        "check_password by hand, no look at is_active",
        (
            by_hand(
                "user = users.with_email(email).first()",
                "if user is not None and not user.check_password(password):",
                "    user = None",
            ),
        ),
        ("test_login.py::test_an_inactive_user_is_refused",),
        "200 == 401",
    ),
    Fault(
        "faster-for-unknown-users",
        "L8",
        5,
        "a look before the hash: no hash for an unknown address",
        (
            by_hand(
                "user = users.with_email(email).filter(is_active=True).first()",
                "if user is not None and not user.check_password(password):",
                "    user = None",
            ),
        ),
        ("test_login.py::test_every_refusal_costs_one_hash[unknown]",),
        r"\[\] == \['a wrong guess'\]",
    ),
    Fault(
        "refusal-says-why",
        "L8",
        5,
        "one message for an unknown address, another for a wrong password",
        (views(REFUSE, SAY_WHY),),
        ("test_login.py::test_every_refusal_is_the_same",),
        '{"detail":"wrong passwo',
    ),
)
