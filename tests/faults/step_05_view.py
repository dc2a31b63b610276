"""Faults of step 05: how the login view reads, answers and is found."""

from .model import Fault, in_file

urls = in_file("users/urls.py")
views = in_file("users/views.py")
health = in_file("config/views.py")

VALIDATE = "        serializer.is_valid(raise_exception=True)\n"
READ = f"""\
        serializer = self.get_serializer(data=request.data)
{VALIDATE}"""
LOOK_UP = """\
        user = authenticate(
            request,
            username=serializer.validated_data["email"],
            password=serializer.validated_data["password"],
        )
"""
BY_HAND = """\
        email = request.data["email"].lower()
        password = request.data["password"]
        user = authenticate(request, username=email, password=password)
"""
SIGNAL = "user_logged_in.send(sender=type(user), request=request, user=user)"
OPEN = "    authentication_classes = []\n"
OF_LOGIN = "    permission_classes = [AllowAny]\n    serializer_class = LoginS"
OF_CREATE = "    permission_classes = [AllowAny]\n    serializer_class = RegisterS"

FAULTS = (
    Fault(
        "login-answers-200-with-an-error",
        "9",
        5,
        "a missing field is 200 with an error inside",
        (
            views(
                VALIDATE,
                "        if not serializer.is_valid():\n"
                '            return Response({"error": serializer.errors})\n',
            ),
        ),
        ("test_login.py::test_login_without_a_field_is_400",),
        "200 == 400",
    ),
    Fault(
        "login-reads-by-hand",
        "10",
        5,
        "the view reads request.data itself",
        (views(READ, ""), views(LOOK_UP, BY_HAND)),
        (
            "test_login.py::test_login_without_a_field_is_400",
            "test_login.py::test_login_with_a_field_of_the_wrong_type_is_400",
            "test_login.py::test_login_with_a_body_that_is_no_object_is_400",
        ),
        "AttributeError|TypeError|KeyError|ValueError|Unicode|401 == 400",
    ),
    Fault(
        "login-with-a-stale-header-is-401",
        "20 L21",
        5,
        "no authentication_classes = [] on login",
        (views(f"{OPEN}{OF_LOGIN}", OF_LOGIN),),
        ("test_login.py::test_a_stale_header_does_not_hinder_login",),
        "401 == 200",
    ),
    Fault(
        "create-with-a-stale-header-is-401",
        "20 L21",
        5,
        "no authentication_classes = [] on registration",
        (views(f"{OPEN}{OF_CREATE}", OF_CREATE),),
        ("test_create.py::test_a_stale_header_does_no_harm",),
        "401 == 201",
    ),
    Fault(
        "health-with-a-stale-header-is-401",
        "20 L21",
        5,
        "no authentication_classes = [] on /health/",
        (health(OPEN, ""),),
        ("test_health.py::test_health_does_not_look_at_a_stale_header",),
        "401 == 200",
    ),
    Fault(
        "no-url-for-login",
        "32",
        5,
        "the view is in no URLconf",
        (urls('    path("login/", LoginAPIView.as_view(), name="login"),\n', ""),),
        ("test_login.py::test_login_answers_200_with_name_and_token",),
        "404 == 200",
    ),
    Fault(
        "last-login-forgotten",
        "",
        5,
        "nobody is told of the login",
        (views(SIGNAL, "pass"),),
        (
            "test_login.py::test_login_updates_last_login",
            "test_login.py::test_login_sends_the_signal",
        ),
        r"None is not None|\[\] == \[",
    ),
    Fault(
        "last-login-without-the-signal",
        "simplejwt",
        5,
        "last_login is updated as UPDATE_LAST_LOGIN does it: no signal",
        (
            views(
                SIGNAL,
                "from django.contrib.auth.models import update_last_login\n\n"
                "        update_last_login(None, user)",
            ),
        ),
        ("test_login.py::test_login_sends_the_signal",),
        r"\[\] == \[",
    ),
    Fault(
        "token-in-a-cache",
        "",
        5,
        "no Cache-Control: no-store",
        (views("cache_control(no_store=True)", "cache_control()"),),
        ("test_login.py::test_no_cache_stores_the_token",),
        "no-store|cache-control",
    ),
)
