"""The admin: a superuser logs in, adds and changes users."""

import re

import pytest
from conftest import PASSWORD
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

NEW_USER = {
    "email": "Alan@Example.com",
    "first_name": "Alan",
    "last_name": "Turing",
    "usable_password": "true",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def log_in(client, email):
    return client.post(
        "/admin/login/?next=/admin/", {"username": email, "password": PASSWORD}
    )


@pytest.mark.task("admin")
@pytest.mark.parametrize("email", ["grace@example.com", "GRACE@Example.com"])
def test_a_superuser_logs_in(client, superuser, email):
    response = log_in(client, email)

    assert response.status_code == 302
    page = client.get("/admin/")
    assert page.status_code == 200
    # It greets by the first name.
    assert "Grace" in page.content.decode()


@pytest.mark.task("admin")
def test_an_ordinary_user_does_not_get_in(client, user):
    response = log_in(client, user.email)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert client.get("/admin/").status_code == 302


@pytest.mark.task("admin")
@pytest.mark.parametrize("words", ["ada@example.com", "augusta", "lovelace"])
def test_the_list_finds_a_user_by_name(client, superuser, user, words):
    get_user_model().objects.filter(pk=user.pk).update(first_name="Augusta")
    client.force_login(superuser)

    response = client.get("/admin/users/user/", {"q": words})

    assert response.status_code == 200
    # Names, and at one look who may enter and who is locked out.
    flags = ("column-is_active", "column-is_staff")
    for shown in (">ada@example.com<", ">Augusta<", ">Lovelace<", *flags):
        assert shown in response.content.decode()


@pytest.mark.task("admin")
def test_the_list_is_in_the_order_of_addresses(client, user, superuser):
    """Ada came first: Django's own order would show the newest on top."""
    client.force_login(superuser)

    page = client.get("/admin/users/user/").content.decode()

    assert page.index(">ada@example.com<") < page.index(">grace@example.com<")


@pytest.mark.task("admin")
def test_the_add_form_asks_for_names_and_password(client, superuser):
    client.force_login(superuser)

    response = client.get("/admin/users/user/add/")

    assert response.status_code == 200
    asked = set(re.findall(r'name="(\w+)"', response.content.decode()))
    assert asked >= {"email", "first_name", "last_name", "password1", "password2"}


@pytest.mark.task("admin")
def test_the_add_form_makes_a_user_who_can_log_in(client, superuser):
    client.force_login(superuser)
    assert client.get("/admin/users/user/add/").status_code == 200

    response = client.post("/admin/users/user/add/", NEW_USER)

    assert response.status_code == 302
    user = get_user_model().objects.get(email="alan@example.com")
    assert user.check_password(PASSWORD)


@pytest.mark.task("admin")
def test_the_add_form_refuses_a_twin_in_words(client, superuser, user):
    client.force_login(superuser)

    response = client.post(
        "/admin/users/user/add/", {**NEW_USER, "email": "ADA@example.com"}
    )

    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert get_user_model().objects.count() == 2


@pytest.mark.task("admin")
def test_the_change_form_keeps_the_password(client, superuser, user):
    client.force_login(superuser)
    path = f"/admin/users/user/{user.pk}/change/"
    page = client.get(path)
    assert page.status_code == 200
    # The form links to the one in which a password is set, and shows the dates.
    for shown in ('password/"', "field-last_login", "field-date_joined"):
        assert shown in page.content.decode()

    response = client.post(
        path,
        {
            "email": "Augusta@Example.com",
            "first_name": "Augusta",
            "last_name": "King",
            "is_active": "on",
        },
    )

    assert response.status_code == 302
    user.refresh_from_db()
    assert user.email == "augusta@example.com"
    assert user.get_full_name() == "Augusta King"
    assert user.check_password(PASSWORD)


@pytest.mark.task("admin")
def test_the_change_form_gives_rights_and_locks_out(client, superuser, user):
    group = Group.objects.create(name="Editors")
    permission = Permission.objects.get(codename="view_user")
    client.force_login(superuser)

    # A form sends nothing for a box without a tick: is_active.
    client.post(
        f"/admin/users/user/{user.pk}/change/",
        {
            "email": user.email,
            "first_name": "Ada",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": [group.pk],
            "user_permissions": [permission.pk],
        },
    )

    user.refresh_from_db()
    assert (user.is_active, user.is_staff, user.is_superuser) == (False, True, True)
    assert list(user.groups.all()) == [group]
    assert list(user.user_permissions.all()) == [permission]


@pytest.mark.task("admin")
def test_the_session_travels_over_tls_only(load_settings):
    """OWASP ASVS 5.0, 3.3.1: the cookie of an administrator above all."""
    keys = {"SECRET_KEY": "s" * 50, "JWT_SIGNING_KEY": "j" * 50}

    assert load_settings(**keys).SESSION_COOKIE_SECURE is True
    assert load_settings(DEBUG="1").SESSION_COOKIE_SECURE is False
