"""GET, PUT and PATCH /user/update/: one's own record, and no other."""

import pytest
from conftest import PASSWORD
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

PATH = "/user/update/"


@pytest.fixture
def logged_in(api_client, user, login):
    """The client, with Ada's access token in every request."""
    api_client.credentials(HTTP_AUTHORIZATION=f"Bearer {login(user)}")
    return api_client


@pytest.mark.task("own-record")
def test_get_shows_ones_own_record(logged_in, user):
    response = logged_in.get(PATH)

    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"id", "email", "first_name", "last_name", "date_joined"}
    assert str(body["id"]) == str(user.pk)
    assert body["email"] == "ada@example.com"


@pytest.mark.task("own-record")
def test_everybody_sees_their_own(api_client, user, superuser, login):
    for somebody in (user, superuser):
        header = {"Authorization": f"Bearer {login(somebody)}"}

        response = api_client.get(PATH, headers=header)

        assert response.status_code == 200
        assert response.json()["email"] == somebody.email


@pytest.mark.task("own-record")
@pytest.mark.parametrize("key", ["id", "pk", "user", "user_id", "email", "username"])
def test_nothing_but_the_token_says_whose_record_it_is(logged_in, superuser, key):
    """OWASP API1:2023: not the query, not a header, not the body."""
    value = superuser.email if key in ("email", "username") else str(superuser.pk)
    path, header = f"{PATH}?{key}={value}", {f"X-{key.replace('_', '-')}": value}
    body = {key: value, "last_name": "King"}

    shown = logged_in.get(path, headers=header)
    changed = logged_in.patch(path, body, format="json", headers=header)

    assert shown.status_code == 200
    assert shown.json()["email"] == changed.json()["email"] == "ada@example.com"
    superuser.refresh_from_db()
    assert superuser.last_name == "Hopper"


@pytest.mark.task("own-record")
def test_authentication_costs_one_query(logged_in, django_assert_num_queries):
    """Fault 30: the token spares the session, not the user; step 11 spares both."""
    with django_assert_num_queries(1):
        response = logged_in.get(PATH)

    assert response.status_code == 200


@pytest.mark.task("own-record")
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_written_in_any_case(api_client, user, login, scheme):
    """RFC 9110, 11.1."""
    header = {"Authorization": f"{scheme} {login(user)}"}

    assert api_client.get(PATH, headers=header).status_code == 200


@pytest.mark.task("change-names")
def test_put_takes_a_flat_body(logged_in, user):
    """Fault 13: the flat body was ignored, with 200."""
    response = logged_in.put(
        PATH, {"first_name": "Augusta", "last_name": "King"}, format="json"
    )

    assert response.status_code == 200
    assert response.json()["first_name"] == "Augusta"
    user.refresh_from_db()
    assert user.get_full_name() == "Augusta King"


@pytest.mark.task("change-names")
def test_patch_changes_one_field(logged_in, user):
    """Fault 14: it was 500."""
    response = logged_in.patch(PATH, {"last_name": "King"}, format="json")

    assert response.status_code == 200
    user.refresh_from_db()
    assert user.get_full_name() == "Ada King"


@pytest.mark.task("change-names")
def test_put_without_the_first_name_is_400(logged_in):
    response = logged_in.put(PATH, {"last_name": "King"}, format="json")

    assert response.status_code == 400
    assert list(response.json()) == ["first_name"]


@pytest.mark.task("change-names")
@pytest.mark.parametrize("method", ["put", "patch"])
@pytest.mark.parametrize(
    "value",
    ["", [], {"a": 1}, True, None, "nul\x00", "x" * 151],
    ids=["empty", "list", "object", "boolean", "null", "nul", "too-long"],
)
def test_a_name_of_the_wrong_type_is_400(logged_in, method, value):
    response = getattr(logged_in, method)(PATH, {"first_name": value}, format="json")

    assert response.status_code == 400
    assert list(response.json()) == ["first_name"]


@pytest.mark.task("change-names")
@pytest.mark.parametrize("body", ["[]", '"text"', "{", "null"])
def test_an_update_that_is_no_object_is_400(logged_in, body):
    response = logged_in.put(PATH, body, content_type="application/json")

    assert response.status_code == 400


@pytest.mark.task("change-names")
@pytest.mark.parametrize("method", ["post", "delete"])
def test_update_knows_no_other_method(logged_in, method):
    assert getattr(logged_in, method)(PATH).status_code == 405


@pytest.mark.task("nothing-else")
@pytest.mark.parametrize("method", ["put", "patch"])
def test_the_password_is_not_changed_here(logged_in, user, method):
    """Attack L3, fault 12: the raw password went into the table."""
    response = getattr(logged_in, method)(
        PATH, {"first_name": "Ada", "password": "a password of Eve"}, format="json"
    )

    assert response.status_code == 200
    assert "password" not in response.json()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.task("nothing-else")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", 4711),
        ("email", "eve@example.com"),
        ("is_active", False),
        ("is_staff", True),
        ("is_superuser", True),
        ("date_joined", "2017-01-01T00:00:00Z"),
    ],
)
def test_an_update_changes_nothing_else(logged_in, user, key, value):
    """OWASP API3:2023. An address is changed only after a proof (ASVS 7.5.1)."""
    before = getattr(user, key)

    response = logged_in.patch(PATH, {key: value}, format="json")

    assert response.status_code == 200
    assert getattr(get_user_model().objects.get(pk=user.pk), key) == before


@pytest.mark.task("nothing-else")
@pytest.mark.parametrize("method", ["put", "patch"])
def test_an_update_gives_no_rights(logged_in, user, method):
    """OWASP API3:2023: a group or a permission in the body makes no administrator."""
    group = Group.objects.create(name="Editors")
    permission = Permission.objects.get(codename="change_user")
    body = {
        "first_name": "Ada",
        "groups": [group.pk],
        "user_permissions": [permission.pk],
    }

    response = getattr(logged_in, method)(PATH, body, format="json")

    assert response.status_code == 200
    assert not user.groups.exists()
    assert not user.user_permissions.exists()
