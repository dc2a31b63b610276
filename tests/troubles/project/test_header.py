"""Troubles with the Authorization header: which status, which words."""

import pytest
from django.contrib.auth.models import User

NO_CREDENTIALS = "Authentication credentials were not provided."
NOT_VALID = "Given token not valid for any token type"


def test_without_a_header_no_credentials_were_provided(db, get):
    response = get("/me/")

    assert response.status_code == 401
    assert response.json()["detail"] == NO_CREDENTIALS


@pytest.mark.parametrize("scheme", ["bearer", "Token", "JWT", "Baerer"])
def test_another_scheme_counts_as_no_header(pair, get, scheme):
    response = get("/me/", f"{scheme} {pair['access']}")

    assert response.status_code == 401
    assert response.json()["detail"] == NO_CREDENTIALS


def test_a_server_that_strips_the_header_looks_like_no_header(pair, api_client):
    """Apache passes it on as no variable at all; mod_wsgi has a switch for that."""
    name = "HTTP_AUTHORIZATION"
    api_client.credentials(**{name: f"Bearer {pair['access']}"})
    assert api_client.get("/me/").status_code == 200

    del api_client._credentials[name]

    response = api_client.get("/me/")
    assert response.status_code == 401
    assert response.json()["detail"] == NO_CREDENTIALS


def test_two_words_too_many_are_told(pair, get):
    response = get("/me/", f"Bearer {pair['access']} more")

    assert response.status_code == 401
    assert response.json()["detail"] == (
        "Authorization header must contain two space-delimited values"
    )


def test_a_refresh_token_as_access_token_has_wrong_type(pair, get):
    response = get("/me/", f"Bearer {pair['refresh']}")

    assert response.status_code == 401
    body = response.json()
    assert body["detail"] == NOT_VALID
    assert body["messages"][0]["message"] == "Token has wrong type"


def test_an_access_token_at_refresh_has_wrong_type(pair, refresh):
    response = refresh(pair["access"])

    assert response.status_code == 401
    assert response.json()["detail"] == "Token has wrong type"


def test_an_open_view_refuses_a_stale_token(db, get):
    response = get("/open/", "Bearer stale.token.here")

    assert response.status_code == 401
    assert response.json()["detail"] == NOT_VALID
    assert get("/open/").status_code == 200


def test_a_view_without_authentication_does_not_look(db, get):
    response = get("/really-open/", "Bearer stale.token.here")

    assert response.status_code == 200


def test_sessions_first_make_a_refusal_403(db, get):
    response = get("/sessions-first/")

    assert response.status_code == 403
    assert "WWW-Authenticate" not in response


def test_tokens_first_make_a_refusal_401(db, get):
    response = get("/tokens-first/")

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_right_that_is_missing_is_403_with_a_valid_token(pair, get):
    response = get("/staff/", f"Bearer {pair['access']}")

    assert response.status_code == 403
    assert response.json()["detail"] == (
        "You do not have permission to perform this action."
    )


def test_a_right_given_in_the_database_holds_at_once(pair, get):
    User.objects.update(is_staff=True)

    assert get("/staff/", f"Bearer {pair['access']}").status_code == 200

    User.objects.update(is_staff=False)
    assert get("/staff/", f"Bearer {pair['access']}").status_code == 403


def test_a_middleware_sees_nobody(pair, get):
    response = get("/me/", f"Bearer {pair['access']}")

    assert response.json() == {"username": "ada"}
    assert response["X-Seen-By-Middleware"] == "AnonymousUser"


def test_force_authenticate_never_looks_at_a_token(ada, api_client):
    api_client.force_authenticate(ada)

    response = api_client.get("/me/", headers={"Authorization": "Bearer nonsense"})

    assert response.status_code == 200
