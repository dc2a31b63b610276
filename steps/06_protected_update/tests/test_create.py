"""POST /user/create/ makes a user of anybody."""

import json

import pytest
from conftest import PASSWORD
from django.contrib.auth import authenticate, get_user_model

ALAN = {
    "email": "alan@example.com",
    "password": PASSWORD,
    "first_name": "Alan",
    "last_name": "Turing",
}


def post(api_client, body, **headers):
    return api_client.post(
        "/user/create/",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


@pytest.mark.task("create-endpoint")
def test_create_answers_201_with_the_user(db, api_client):
    response = post(api_client, ALAN)

    assert response.status_code == 201
    user = get_user_model().objects.get(email="alan@example.com")
    body = response.json()
    # A number or a UUID: the answer has it as JSON can.
    assert str(body["id"]) == str(user.pk)
    assert body["email"] == "alan@example.com"
    assert body["first_name"] == "Alan"
    assert body["last_name"] == "Turing"


@pytest.mark.task("create-endpoint")
def test_create_never_shows_the_password(db, api_client):
    response = post(api_client, ALAN)

    assert response.status_code == 201
    assert "password" not in response.json()
    assert PASSWORD not in response.content.decode()


@pytest.mark.task("create-endpoint")
def test_a_created_user_can_log_in(db, api_client):
    """Attack L1, faults 6 and 7: the table holds a hash that login understands."""
    assert post(api_client, ALAN).status_code == 201

    user = authenticate(username="alan@example.com", password=PASSWORD)

    assert user is not None
    assert PASSWORD not in user.password


@pytest.mark.task("create-endpoint")
def test_create_gives_no_rights(db, api_client):
    """OWASP API3:2023: a flag in the body makes no administrator."""
    response = post(api_client, {**ALAN, "is_staff": True, "is_superuser": True})

    assert response.status_code == 201
    user = get_user_model().objects.get(email="alan@example.com")
    assert not user.is_staff
    assert not user.is_superuser


@pytest.mark.task("create-endpoint")
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_create_knows_no_other_method(db, api_client, method):
    assert getattr(api_client, method)("/user/create/").status_code == 405


@pytest.mark.task("create-endpoint")
def test_the_path_has_a_name(db):
    from django.urls import reverse

    assert reverse("users:create") == "/user/create/"


@pytest.mark.task("create-errors")
@pytest.mark.parametrize("field", ["email", "password", "first_name"])
def test_a_missing_field_is_400(db, api_client, field):
    response = post(api_client, {key: ALAN[key] for key in ALAN if key != field})

    assert response.status_code == 400
    assert list(response.json()) == [field]


@pytest.mark.task("create-errors")
@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize(
    "value",
    [[], {"a": 1}, True, None, "nul\x00@example.com", "\ud800@example.com"],
    ids=["list", "object", "boolean", "null", "nul", "half-a-character"],
)
def test_a_field_of_the_wrong_type_is_400(db, api_client, field, value):
    """Fault 10: a list, an object or a NUL was answered with 500."""
    response = post(api_client, {**ALAN, field: value})

    assert response.status_code == 400
    assert list(response.json()) == [field]


@pytest.mark.task("create-errors")
@pytest.mark.parametrize("body", ["[]", '"text"', "7", "null", "{", "\xff"])
def test_a_body_that_is_no_object_is_400(db, api_client, body):
    response = api_client.post(
        "/user/create/", body.encode("latin-1"), content_type="application/json"
    )

    assert response.status_code == 400


@pytest.mark.task("create-errors")
def test_a_body_sent_as_plain_text_is_415(db, api_client):
    response = api_client.post(
        "/user/create/", json.dumps(ALAN), content_type="text/plain"
    )

    assert response.status_code == 415


@pytest.mark.task("create-errors")
@pytest.mark.parametrize(
    "password", ["1", "14 characters.", "1q2w3e4r5t6y7u8i9o0p", "alan@example.com"]
)
def test_a_weak_password_is_400(db, api_client, password):
    """Fault 17."""
    response = post(api_client, {**ALAN, "password": password})

    assert response.status_code == 400
    assert list(response.json()) == ["password"]
    assert not get_user_model().objects.exists()


@pytest.mark.task("create-errors")
@pytest.mark.parametrize(
    "email", ["ada@example.com", "ADA@example.com", "Ada@Example.Com"]
)
def test_a_taken_address_is_400_in_any_case(user, api_client, email):
    """Attack L4, fault 15: three spellings made three accounts."""
    response = post(api_client, {**ALAN, "email": email})

    assert response.status_code == 400
    assert list(response.json()) == ["email"]
    # One message, and in words.
    [message] = response.json()["email"]
    assert " " in message
    assert get_user_model().objects.count() == 1


@pytest.mark.task("stale-header")
@pytest.mark.parametrize(
    "header", ["Bearer stale", "Bearer", "Basic eA==", "Bearer a b"]
)
def test_a_stale_header_does_no_harm(db, api_client, header):
    """Attack L21, fault 20: anyone may call it, so nobody is asked who they are."""
    assert post(api_client, ALAN, Authorization=header).status_code == 201


@pytest.mark.task("lost-race")
def test_a_lost_race_is_400(db, api_client, monkeypatch):
    """Attack L5, fault 16: both looked, both found nothing, one insert fails.

    Here somebody takes the address at the last moment: after every check, before the
    insert. Real requests in parallel are in the repository's own tests.
    """
    from django.db import connection
    from django.db.models.signals import pre_save

    User = get_user_model()
    rollback = connection.savepoint_rollback

    def be_faster(**kwargs):
        User.objects.bulk_create([User(email=ALAN["email"])], ignore_conflicts=True)

    def roll_back(savepoint):
        rollback(savepoint)
        # The other request has committed: its row outlives our rollback.
        be_faster()

    monkeypatch.setattr(connection, "savepoint_rollback", roll_back)

    pre_save.connect(be_faster, sender=User)
    try:
        response = post(api_client, ALAN)
    finally:
        pre_save.disconnect(be_faster, sender=User)

    assert response.status_code == 400
    assert list(response.json()) == ["email"]
    [message] = response.json()["email"]
    assert " " in message
