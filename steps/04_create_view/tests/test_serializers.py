"""What the serializers take and give. They are imported in each test, by name."""

import pytest
from conftest import PASSWORD

REGISTRATION = {
    "email": "alan@example.com",
    "password": PASSWORD,
    "first_name": "Alan",
    "last_name": "Turing",
}
SHOWN = {"id", "email", "first_name", "last_name", "date_joined"}


def register(**changes):
    """A serializer that has looked at a registration with these changes."""
    from users.serializers import RegisterSerializer

    serializer = RegisterSerializer(data={**REGISTRATION, **changes})
    serializer.is_valid()
    return serializer


@pytest.mark.task("read-serializer")
def test_a_user_is_shown_without_the_password(user):
    from users.serializers import UserSerializer

    shown = UserSerializer(user).data

    assert set(shown) == SHOWN
    assert shown["email"] == "ada@example.com"


@pytest.mark.task("read-serializer")
def test_the_read_serializer_writes_nothing(user):
    from users.serializers import UserSerializer

    serializer = UserSerializer(user, data={"id": 7, "email": "eve@example.com"})
    assert serializer.is_valid()
    serializer.save()

    user.refresh_from_db()
    assert user.email == "ada@example.com"


@pytest.mark.task("register-serializer")
def test_a_registration_stores_a_hash(db):
    """Attack L1, fault 6: `create` would store the password as it came."""
    user = register().save()

    user.refresh_from_db()
    assert PASSWORD not in user.password
    assert user.check_password(PASSWORD)


@pytest.mark.task("register-serializer")
def test_a_registration_answers_without_the_password(db):
    serializer = register()
    serializer.save()

    assert set(serializer.data) == SHOWN


@pytest.mark.task("register-serializer")
@pytest.mark.parametrize("field", ["email", "password", "first_name"])
def test_a_registration_needs_its_fields(db, field):
    from users.serializers import RegisterSerializer

    rest = {key: REGISTRATION[key] for key in REGISTRATION if key != field}
    serializer = RegisterSerializer(data=rest)

    assert not serializer.is_valid()
    assert set(serializer.errors) == {field}


@pytest.mark.task("register-serializer")
@pytest.mark.parametrize("field", ["email", "password", "first_name", "last_name"])
@pytest.mark.parametrize(
    "value",
    [[], {"a": 1}, True, None, "a\x00b@example.com and much longer"],
    ids=["list", "object", "boolean", "null", "nul"],
)
def test_a_field_of_the_wrong_type_is_named(db, field, value):
    """Fault 10: such bodies were answered with 500."""
    serializer = register(**{field: value})

    assert set(serializer.errors) == {field}


@pytest.mark.task("register-serializer")
@pytest.mark.parametrize("body", [[], [REGISTRATION], "text", 7, None])
def test_a_body_that_is_no_object_is_refused(db, body):
    from users.serializers import RegisterSerializer

    assert not RegisterSerializer(data=body).is_valid()


@pytest.mark.task("register-serializer")
@pytest.mark.parametrize("email", ["ada", "ada@", "@example.com", "a b@example.com"])
def test_an_address_has_the_form_of_one(db, email):
    assert set(register(email=email).errors) == {"email"}


@pytest.mark.task("register-serializer")
@pytest.mark.parametrize(
    "email", ["ada@example.com", "ADA@example.com", "Ada@Example.Com"]
)
def test_a_taken_address_is_refused_in_any_case(user, email):
    """Attack L4, fault 15."""
    errors = register(email=email).errors

    assert set(errors) == {"email"}
    # One message, in words, and the same however the address is spelled.
    [message] = errors["email"]
    assert " " in message
    assert errors == register(email="aDA@example.com").errors


@pytest.mark.task("register-serializer")
def test_an_address_is_stored_in_lower_case(db):
    assert register(email="Alan@Example.COM").save().email == "alan@example.com"


@pytest.mark.task("register-serializer")
@pytest.mark.parametrize("key", ["is_staff", "is_superuser"])
def test_rights_cannot_be_asked_for(db, key):
    """OWASP API3:2023, CWE-915, mass assignment: extra keys change nothing."""
    user = register(**{key: True}).save()

    assert getattr(user, key) is False


@pytest.mark.task("password-validation")
@pytest.mark.parametrize(
    "password",
    ["1", "password", "1q2w3e4r5t6y7u8i9o0p", "14 characters."],
    ids=["one-character", "word", "known-to-attackers", "fourteen-characters"],
)
def test_a_weak_password_is_refused(db, password):
    """Fault 17; OWASP ASVS 5.0, 6.2.1 and 6.2.4."""
    assert set(register(password=password).errors) == {"password"}


@pytest.mark.task("password-validation")
@pytest.mark.parametrize("field", ["email", "first_name", "last_name"])
def test_a_password_made_of_the_user_is_refused(db, field):
    """The validators get the user; without one they compare with nothing."""
    changes = {"email": "augusta.ada.king@example.com", "password": PASSWORD}
    changes[field] = "augusta.ada.king.lovelace@example.com"

    serializer = register(**changes | {"password": changes[field].upper()})

    assert set(serializer.errors) == {"password"}


@pytest.mark.task("password-validation")
@pytest.mark.parametrize("length", [15, 64, 200])
def test_a_long_password_is_welcome(db, length):
    """Fault 18: 128 is the length of the hash's column. ASVS 6.2.9: at least 64."""
    password = "Tr0ub4dor & correct horse " * 10

    user = register(password=password[:length]).save()

    assert user.check_password(password[:length])


@pytest.mark.task("password-validation")
def test_an_endless_password_is_not_hashed(db):
    assert set(register(password="long " * 10_000).errors) == {"password"}


@pytest.mark.task("password-validation")
def test_spaces_belong_to_the_password(db):
    """OWASP ASVS 5.0, 6.2.8: verified exactly as received."""
    user = register(password=f"  {PASSWORD}  ").save()

    assert user.check_password(f"  {PASSWORD}  ")
    assert not user.check_password(PASSWORD)


@pytest.mark.task("update-serializer")
def test_an_update_changes_the_names(user):
    from users.serializers import UserUpdateSerializer

    serializer = UserUpdateSerializer(
        user, data={"first_name": "Augusta", "last_name": "King"}
    )
    assert serializer.is_valid()
    serializer.save()

    user.refresh_from_db()
    assert user.get_full_name() == "Augusta King"
    assert set(serializer.data) == SHOWN


@pytest.mark.task("update-serializer")
def test_a_full_update_needs_the_first_name(user):
    from users.serializers import UserUpdateSerializer

    serializer = UserUpdateSerializer(user, data={"last_name": "King"})

    assert not serializer.is_valid()
    assert set(serializer.errors) == {"first_name"}


@pytest.mark.task("update-serializer")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("password", "an attacker's password"),
        ("email", "eve@example.com"),
        ("is_staff", True),
        ("is_superuser", True),
        ("is_active", False),
    ],
)
def test_an_update_touches_nothing_else(user, key, value):
    """Attack L3, fault 12: the raw password went into the table here."""
    from users.serializers import UserUpdateSerializer

    before = getattr(user, key)
    serializer = UserUpdateSerializer(user, data={key: value}, partial=True)
    assert serializer.is_valid()
    serializer.save()

    user.refresh_from_db()
    assert getattr(user, key) == before
