"""Faults of step 03: what the serializers take, store and show."""

from .model import Fault, in_file

settings = in_file("config/settings.py")
serializers = in_file("users/serializers.py")

VALIDATE = "            validate_password(password, user)\n"
PASSWORD = """\
    password = serializers.CharField(
        write_only=True, trim_whitespace=False, max_length=1000
    )
"""
UPDATE_FIELDS = '        fields = ("first_name", "last_name")\n'

FAULTS = (
    Fault(
        "serializer-stores-the-password",
        "6 L1",
        3,
        "objects.create instead of create_user",
        (serializers("objects.create_user(", "objects.create("),),
        ("test_serializers.py::test_a_registration_stores_a_hash",),
        "not in 'correct hor",
    ),
    Fault(
        "password-shown",
        "23 L1",
        3,
        "the read serializer lists the password",
        (
            serializers(
                'fields = ("id", "email",', 'fields = ("id", "password", "email",'
            ),
        ),
        (
            "test_serializers.py::test_a_user_is_shown_without_the_password",
            "test_serializers.py::test_a_registration_answers_without_the_password",
        ),
        "'password'",
    ),
    Fault(
        "raw-password-through-update",
        "12 L3",
        3,
        "the update serializer takes a password and stores it as it comes",
        (serializers(UPDATE_FIELDS, UPDATE_FIELDS.replace("(", '("password", ')),),
        ("test_serializers.py::test_an_update_touches_nothing_else[password-",),
        "an attacker",
    ),
    Fault(
        "address-and-flags-through-update",
        "12",
        3,
        "the update serializer takes every field",
        (serializers(UPDATE_FIELDS, '        exclude = ("password",)\n'),),
        tuple(
            f"test_serializers.py::test_an_update_touches_nothing_else[{key}-"
            for key in ("email", "is_staff", "is_superuser", "is_active")
        ),
        "==",
    ),
    Fault(
        "rights-for-the-asking",
        "",
        3,
        "the register serializer takes every field",
        (
            serializers(
                'fields = ("email", "password", "first_name", "last_name")',
                'exclude = ("groups", "user_permissions")',
            ),
        ),
        ("test_serializers.py::test_rights_cannot_be_asked_for",),
        "True is False",
    ),
    Fault(
        "taken-address-looked-up-as-typed",
        "15 L4",
        3,
        "the serializer asks whether the address is taken exactly as typed",
        (serializers("with_email(value)", "filter(email=value)"),),
        ("test_serializers.py::test_a_taken_address_is_refused_in_any_case",),
        r"set\(\) == \{'email'\}|== \{\}",
    ),
    Fault(
        "any-password",
        "17",
        3,
        "no validate_password",
        (serializers(VALIDATE, "            user.clean_fields\n"),),
        (
            "test_serializers.py::test_a_weak_password_is_refused",
            "test_serializers.py::test_a_password_made_of_the_user_is_refused",
        ),
        r"set\(\) == \{'password'\}",
    ),
    Fault(
        "no-validators",
        "17",
        3,
        "AUTH_PASSWORD_VALIDATORS left out of the settings",
        (settings("AUTH_PASSWORD_VALIDATORS", "UNUSED_VALIDATORS"),),
        ("test_serializers.py::test_a_weak_password_is_refused",),
        r"set\(\) == \{'password'\}",
    ),
    Fault(
        "validators-without-the-user",
        "17",
        3,
        "validate_password(password), without the user",
        (
            serializers(
                "validate_password(password, user)", "validate_password(password)"
            ),
        ),
        ("test_serializers.py::test_a_password_made_of_the_user_is_refused",),
        r"set\(\) == \{'password'\}",
    ),
    Fault(
        "limit-of-the-hash",
        "18",
        3,
        "the password field is the model's, 128 characters long",
        (
            serializers(PASSWORD, ""),
            serializers(
                'extra_kwargs = {"email": {"validators": []}}',
                'extra_kwargs = {"email": {"validators": []},\n'
                '                        "password": {"write_only": True}}',
            ),
        ),
        ("test_serializers.py::test_a_long_password_is_welcome[200]",),
        "serializer with invalid data",
    ),
    Fault(
        "endless-password",
        "18",
        3,
        "a password without any limit is hashed, however long",
        (
            serializers(
                "trim_whitespace=False, max_length=1000", "trim_whitespace=False"
            ),
        ),
        ("test_serializers.py::test_an_endless_password_is_not_hashed",),
        r"set\(\) == \{'password'\}",
    ),
    Fault(
        "password-trimmed",
        "",
        3,
        "DRF trims the password, as it does every text",
        (serializers("write_only=True, trim_whitespace=False,", "write_only=True,"),),
        ("test_serializers.py::test_spaces_belong_to_the_password",),
        "assert False",
    ),
)
