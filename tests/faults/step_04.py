"""Faults of step 04: registration."""

from .model import Fault, in_file

serializers = in_file("users/serializers.py")
urls = in_file("users/urls.py")
views = in_file("users/views.py")

CREATE = "    serializer_class = RegisterSerializer\n"
BY_HAND = """\
    serializer_class = RegisterSerializer

    def create(self, request):
        from django.contrib.auth import get_user_model
        from django.http import JsonResponse

        email = request.data["email"].lower()
        password = request.data["password"].strip()
        user = get_user_model().objects.create_user(email, password)
        return JsonResponse({"id": user.pk, "email": email}, status=201)
"""
ERROR_INSIDE = """\
    serializer_class = RegisterSerializer

    def create(self, request):
        from rest_framework.response import Response

        serializer = self.get_serializer(data=request.data)
        if not serializer.is_valid():
            return Response({"error": serializer.errors})
        serializer.save()
        return Response(serializer.data, status=201)
"""
SHOW = """\
    def to_representation(self, instance):
        return UserSerializer(instance, context=self.context).data


class UserUpdateSerializer"""

FAULTS = (
    Fault(
        "lost-race-is-500",
        "16 L5",
        4,
        "check, then insert: IntegrityError is not caught",
        (
            serializers(
                "except IntegrityError as error:", "except ZeroDivisionError as error:"
            ),
        ),
        ("test_create.py::test_a_lost_race_is_400",),
        "IntegrityError",
    ),
    Fault(
        "create-reads-by-hand",
        "10",
        4,
        "the view reads request.data itself",
        (views(CREATE, BY_HAND),),
        (
            "test_create.py::test_a_field_of_the_wrong_type_is_400",
            "test_create.py::test_a_body_that_is_no_object_is_400",
            "test_create.py::test_a_missing_field_is_400",
        ),
        "AttributeError|TypeError|KeyError|ValueError|Unicode|201 == 400",
    ),
    Fault(
        "create-answers-200-with-an-error",
        "9",
        4,
        "a refusal is 200 with an error inside",
        (views(CREATE, ERROR_INSIDE),),
        (
            "test_create.py::test_a_missing_field_is_400",
            "test_create.py::test_a_weak_password_is_400",
        ),
        "200 == 400",
    ),
    Fault(
        "create-shows-the-password",
        "L1",
        4,
        "the answer has every field that was sent",
        (
            serializers(SHOW, "class UserUpdateSerializer"),
            serializers(
                "write_only=True, trim_whitespace=False,", "trim_whitespace=False,"
            ),
        ),
        ("test_create.py::test_create_never_shows_the_password",),
        "'password' not in",
    ),
    Fault(
        "urls-without-a-namespace",
        "4",
        4,
        "no app_name",
        (urls('app_name = "users"\n', ""),),
        ("test_create.py::test_the_path_has_a_name",),
        "'users' is not a registered namespace",
    ),
)
