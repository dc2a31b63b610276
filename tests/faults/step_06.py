"""Faults of step 06: the view of one's own record."""

from .model import Fault, in_file

settings = in_file("config/settings.py")
authentication = in_file("users/authentication.py")
serializers = in_file("users/serializers.py")
views = in_file("users/views.py")

OWN = "        return self.request.user\n"
GET_OBJECT = f"""\
    def get_object(self):
        \"""No id in the path: nobody can ask for another user's record.\"""
{OWN}"""
NESTED = """
    def put(self, request):
        serializer = self.get_serializer(
            request.user, data=request.data.get("user", {}), partial=True
        )
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return self.get(request)
"""
NO_OBJECT = """\
    def get(self, request):
        from django.http import JsonResponse

        return JsonResponse(UserSerializer(request.user).data)
"""
CLOSED = "permission_classes = [IsAuthenticated]"
FIELDS = '        fields = ("first_name", "last_name")\n'
LOOKED_UP = "        return get_object_or_404(User, pk=self.request.user.pk)\n"
IMPORTS = "from django.contrib.auth import authenticate, user_logged_in\n"
MORE_IMPORTS = f"""\
{IMPORTS}from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404
"""
USER = "class CreateUserAPIView(CreateAPIView):\n"
MORE_USER = f"User = get_user_model()\n\n\n{USER}"
OTHER_CLASS = (
    authentication(
        "import JWTAuthentication\n", "import JWTStatelessUserAuthentication\n"
    ),
    authentication("(JWTAuthentication)", "(JWTStatelessUserAuthentication)"),
)
LOOK_UP = (
    views(IMPORTS, MORE_IMPORTS),
    views(USER, MORE_USER),
    views(OWN, LOOKED_UP),
)

FAULTS = (
    Fault(
        "raw-password-through-the-view",
        "12 L3",
        6,
        "PUT and PATCH store a password as it comes",
        (serializers(FIELDS, FIELDS.replace("(", '("password", ')),),
        ("test_update.py::test_the_password_is_not_changed_here",),
        "assert False",
    ),
    Fault(
        "everything-through-the-view",
        "12",
        6,
        "PUT and PATCH take every field",
        (serializers(FIELDS, '        exclude = ("password",)\n'),),
        tuple(
            f"test_update.py::test_an_update_changes_nothing_else[{key}-"
            for key in ("email", "is_active", "is_staff", "is_superuser")
        ),
        "==",
    ),
    Fault(
        "flat-body-ignored",
        "13",
        6,
        "PUT reads a nested `user` key",
        (views(GET_OBJECT, f"{GET_OBJECT}{NESTED}"),),
        ("test_update.py::test_put_takes_a_flat_body",),
        "'Ada' == 'Augusta'",
    ),
    Fault(
        "patch-is-500",
        "14",
        6,
        "no get_object and no queryset; only GET is written",
        (views(GET_OBJECT, NO_OBJECT),),
        ("test_update.py::test_patch_changes_one_field",),
        "should either include a `queryset`",
    ),
    Fault(
        "view-left-open",
        "19 L22",
        6,
        "permission_classes = [AllowAny]",
        (views(CLOSED, CLOSED.replace("IsAuthenticated", "AllowAny")),),
        ("test_refused_tokens.py::test_no_token_is_401",),
        "AnonymousUser|(200|400) == 401",
    ),
    Fault(
        "record-named-by-the-request",
        "",
        6,
        "the body says whose record it is",
        (
            *LOOK_UP[:2],
            views(
                OWN,
                "        pk = self.request.data.get('id', self.request.user.pk)\n"
                "        return get_object_or_404(User, pk=pk)\n",
            ),
        ),
        ("test_update.py::test_an_update_changes_nothing_else[id-4711]",),
        "404 == 200",
    ),
    Fault(
        "two-queries",
        "30",
        6,
        "the view asks for the user whom the token has brought already",
        LOOK_UP,
        ("test_update.py::test_authentication_costs_one_query",),
        "1 queries but 2 were done",
    ),
    Fault(
        "no-query",
        "30 L7",
        6,
        "stateless authentication: no look at the user",
        (*OTHER_CLASS, *LOOK_UP),
        (
            "test_refused_tokens.py::test_the_token_of_an_inactive_user_is_401",
            "test_refused_tokens.py::test_the_token_of_a_deleted_user_is_401",
        ),
        r"\((200|404), ''\) == \(401",
    ),
    Fault(
        "inactive-user-goes-on",
        "L7",
        6,
        "CHECK_USER_IS_ACTIVE is off",
        (
            settings(
                '    "ALGORITHM"', '    "CHECK_USER_IS_ACTIVE": False,\n    "ALGORITHM"'
            ),
        ),
        ("test_refused_tokens.py::test_the_token_of_an_inactive_user_is_401",),
        r"\(200, ''\) == \(401",
    ),
    Fault(
        "recycled-address",
        "22 L6",
        6,
        "USER_ID_FIELD is the e-mail: the newcomer inherits the token",
        (
            settings(
                '    "ALGORITHM"', '    "USER_ID_FIELD": "email",\n    "ALGORITHM"'
            ),
            authentication("_meta.pk.", '_meta.get_field("email").'),
        ),
        ("test_refused_tokens.py::test_an_old_token_does_not_answer_as_a_newcomer",),
        r"\(200, ''\) == \(401",
    ),
)
