"""Troubles with refresh tokens: logout, two tabs, theft, passwords, deleted users."""

import pytest
from conftest import PASSWORD
from django.contrib.auth.models import User
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)
from rest_framework_simplejwt.tokens import RefreshToken


def log_out(api_client, token):
    """What simplejwt offers as a logout: the refresh token is put on a list."""
    response = api_client.post("/token/blacklist/", {"refresh": token}, format="json")
    assert response.status_code == 200


def test_after_a_logout_the_access_token_still_works(pair, api_client, get, refresh):
    log_out(api_client, pair["refresh"])

    assert refresh(pair["refresh"]).status_code == 401
    assert get("/me/", f"Bearer {pair['access']}").status_code == 200


def test_the_second_of_two_refreshes_is_blacklisted(pair, refresh):
    assert refresh(pair["refresh"]).status_code == 200

    second = refresh(pair["refresh"])

    assert second.status_code == 401
    assert second.json()["detail"] == "Token is blacklisted"


def test_the_thief_goes_on_after_the_owner_is_refused(pair, refresh):
    stolen = pair["refresh"]
    thief = refresh(stolen).json()

    assert refresh(stolen).status_code == 401
    assert refresh(thief["refresh"]).status_code == 200


def test_after_a_change_of_the_password_old_tokens_work(ada, pair, get, refresh):
    ada.set_password("another horse, another battery")
    ada.save()

    assert get("/me/", f"Bearer {pair['access']}").status_code == 200
    assert refresh(pair["refresh"]).status_code == 200


def test_check_revoke_token_refuses_access_and_still_refreshes(
    ada, api_client, get, refresh, monkeypatch
):
    monkeypatch.setattr(api_settings, "CHECK_REVOKE_TOKEN", True, raising=False)
    fields = {"username": "ada", "password": PASSWORD}
    pair = api_client.post("/token/", fields, format="json").json()
    ada.set_password("another horse, another battery")
    ada.save()

    response = get("/me/", f"Bearer {pair['access']}")

    assert response.status_code == 401
    assert response.json()["detail"] == "The user's password has been changed."
    assert refresh(pair["refresh"]).status_code == 200


def test_the_refresh_of_a_deleted_user_is_500(ada, pair, get, refresh):
    ada.delete()

    assert refresh(pair["refresh"]).status_code == 500
    response = get("/me/", f"Bearer {pair['access']}")
    assert response.status_code == 401
    assert response.json()["detail"] == "User not found"


def test_an_inactive_user_is_refused_by_access_and_refresh(ada, pair, get, refresh):
    User.objects.update(is_active=False)

    response = get("/me/", f"Bearer {pair['access']}")

    assert response.status_code == 401
    assert response.json()["detail"] == "User is inactive"
    assert refresh(pair["refresh"]).status_code == 401


def test_a_stateless_view_lets_an_inactive_user_in(ada, pair, get):
    User.objects.update(is_active=False)

    assert get("/stateless/", f"Bearer {pair['access']}").status_code == 200


def test_logging_out_everywhere_is_a_loop_over_the_outstanding_tokens(ada, refresh):
    tokens = [str(RefreshToken.for_user(ada)) for _ in range(3)]

    for outstanding in OutstandingToken.objects.filter(user=ada):
        BlacklistedToken.objects.get_or_create(token=outstanding)

    assert [refresh(token).status_code for token in tokens] == [401, 401, 401]


def test_the_table_holds_tokens_that_work(pair, refresh):
    row = OutstandingToken.objects.get()

    assert row.token == pair["refresh"]
    assert refresh(row.token).status_code == 200


def test_verify_says_yes_to_a_refresh_token_and_to_a_deleted_user(
    ada, pair, api_client
):
    ada.delete()

    for token in pair.values():
        response = api_client.post("/token/verify/", {"token": token}, format="json")
        assert response.status_code == 200


@pytest.mark.parametrize("tries", [20])
def test_simplejwt_counts_no_wrong_passwords(ada, api_client, tries):
    wrong = {"username": "ada", "password": "wrong"}

    answers = [api_client.post("/token/", wrong, format="json") for _ in range(tries)]

    assert {answer.status_code for answer in answers} == {401}
    right = {"username": "ada", "password": PASSWORD}
    assert api_client.post("/token/", right, format="json").status_code == 200
