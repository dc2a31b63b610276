"""The user model: e-mail as login name, and nobody twice."""

import pytest
from asgiref.sync import async_to_sync
from conftest import PASSWORD
from django.apps import apps
from django.contrib.auth import aauthenticate, authenticate, get_user_model
from django.core.management import call_command
from django.db import IntegrityError

LONG_ADDRESS = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 57}.org"


@pytest.mark.task("custom-user-model")
def test_the_user_model_is_our_own(settings):
    """Fault 2: without AUTH_USER_MODEL every table points at Django's own users."""
    assert settings.AUTH_USER_MODEL == "users.User"
    assert get_user_model().USERNAME_FIELD == "email"
    # A reset link is sent there.
    assert get_user_model().get_email_field_name() == "email"


@pytest.mark.task("custom-user-model")
def test_migrations_are_complete(db):
    assert apps.get_app_config("users").models_module

    call_command("makemigrations", "users", check=True, dry_run=True, verbosity=0)


@pytest.mark.task("custom-user-model")
def test_a_user_is_shown_by_address_and_full_name(user):
    assert str(user) == "ada@example.com"
    assert user.get_full_name() == "Ada Lovelace"


@pytest.mark.task("custom-user-model")
def test_an_address_of_254_characters_is_legal(user):
    """Fault 28: RFC 5321, 4.5.3.1.3; forty characters refuse legal addresses."""
    assert len(LONG_ADDRESS) == 254
    user.email = LONG_ADDRESS

    user.full_clean()


@pytest.mark.task("create-users")
def test_a_new_user_is_active_and_has_no_rights(user):
    assert user.is_active
    assert not user.is_staff
    assert not user.is_superuser
    assert user.date_joined is not None
    assert user.last_login is None


@pytest.mark.task("create-users")
def test_the_table_holds_a_hash_and_not_the_password(user):
    """Attack L1, fault 6, CWE-256: who reads the table does not read passwords."""
    user.refresh_from_db()

    assert PASSWORD not in user.password
    assert user.check_password(PASSWORD)


@pytest.mark.task("create-users")
def test_the_hash_of_production_is_slow(db, load_settings, settings):
    """OWASP ASVS 5.0, 11.4.2: a stolen table must not be guessed by the billion.

    The other tests hash with MD5 to be fast; this one asks for the real setting.
    """
    from django.conf import global_settings
    from django.contrib.auth.hashers import identify_hasher

    keys = {"SECRET_KEY": "s" * 50, "JWT_SIGNING_KEY": "j" * 50}
    real = load_settings(**keys)
    settings.PASSWORD_HASHERS = getattr(
        real, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS
    )

    user = get_user_model().objects.create_user(
        email="ada@example.com", password=PASSWORD
    )

    hasher = identify_hasher(user.password)
    assert hasher.algorithm in {"argon2", "bcrypt_sha256", "pbkdf2_sha256", "scrypt"}
    assert getattr(hasher, "iterations", 600_000) >= 600_000


@pytest.mark.task("create-users")
@pytest.mark.parametrize("method", ["create_user", "create_superuser"])
def test_without_a_password_nobody_logs_in(db, method):
    """Somebody who is to choose one later, through a reset link for example."""
    create = getattr(get_user_model().objects, method)

    user = create(email="ada@example.com")

    assert not user.has_usable_password()
    assert not user.check_password("")


@pytest.mark.task("create-users")
@pytest.mark.parametrize("email", ["", None, "   "])
def test_a_user_needs_an_address(db, email):
    with pytest.raises(ValueError, match=r"(?i)e-?mail"):
        get_user_model().objects.create_user(email=email, password=PASSWORD)


@pytest.mark.task("create-users")
def test_a_superuser_has_both_flags(superuser):
    assert superuser.is_staff
    assert superuser.is_superuser
    assert superuser.check_password(PASSWORD)


@pytest.mark.task("create-users")
@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_a_superuser_without_a_flag_is_refused(db, flag):
    """Fault 29: a superuser who cannot enter the admin is a mistake of the caller."""
    with pytest.raises(ValueError, match=flag):
        get_user_model().objects.create_superuser(
            email="grace@example.com", password=PASSWORD, **{flag: False}
        )


@pytest.mark.task("create-users")
def test_the_command_line_makes_a_superuser(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    User = get_user_model()
    asked = dict.fromkeys(User.REQUIRED_FIELDS, "Grace")
    asked["email"] = "Grace@Example.com"

    call_command("createsuperuser", interactive=False, verbosity=0, **asked)

    assert authenticate(username="grace@example.com", password=PASSWORD).is_superuser


@pytest.mark.task("one-account-per-address")
@pytest.mark.parametrize(
    "email", ["ADA@EXAMPLE.COM", "Ada@example.com", " ada@Example.com "]
)
def test_addresses_are_stored_in_lower_case(db, email):
    user = get_user_model().objects.create_user(email=email, password=PASSWORD)

    assert user.email == "ada@example.com"


@pytest.mark.task("one-account-per-address")
@pytest.mark.parametrize(
    "email", ["ada@example.com", "ADA@example.com", "ada@EXAMPLE.com"]
)
def test_a_twin_in_another_case_is_refused(user, email):
    """Attack L4, fault 15: three spellings would be three accounts."""
    with pytest.raises(IntegrityError):
        get_user_model().objects.create_user(email=email, password=PASSWORD)


@pytest.mark.task("one-account-per-address")
def test_the_database_itself_refuses_a_twin(user):
    """Also where code forgets the manager: the rule lives in the table."""
    twin = get_user_model()(email="Ada@Example.com", first_name="Ada")

    with pytest.raises(IntegrityError):
        twin.save()


@pytest.mark.task("one-account-per-address")
@pytest.mark.parametrize(
    "email", ["ada@example.com", "ADA@example.com", "Ada@Example.Com"]
)
def test_a_user_is_found_in_whatever_case(user, superuser, email):
    assert authenticate(username=email, password=PASSWORD) == user


@pytest.mark.task("one-account-per-address")
def test_a_row_stored_in_capitals_is_found_too(user):
    get_user_model().objects.filter(pk=user.pk).update(email="ADA@EXAMPLE.COM")

    assert authenticate(username="ada@example.com", password=PASSWORD) == user


@pytest.mark.task("one-account-per-address")
@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com"])
def test_async_code_finds_the_user_as_well(user, email):
    """Django's `aauthenticate` asks a method of its own."""
    found = async_to_sync(aauthenticate)(username=email, password=PASSWORD)

    assert found == user
