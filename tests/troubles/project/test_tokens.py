"""Troubles with what stands in a token, and with the key that signs it."""

from datetime import timedelta

import jwt
import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone
from jwt.exceptions import InvalidSubjectError
from rest_framework_simplejwt import settings as simplejwt
from rest_framework_simplejwt.tokens import AccessToken

KEY = "a key for tests that is long enough for this algorithm"


def test_a_subject_that_is_a_number_is_refused():
    # As PyJWT before 2.10 made it; today's refuses to make one.
    token = jwt.api_jws.encode(b'{"sub": 1}', KEY, algorithm="HS256")

    with pytest.raises(InvalidSubjectError, match="Subject must be a string"):
        jwt.decode(token, KEY, algorithms=["HS256"])


def test_a_subject_that_is_text_is_taken():
    token = jwt.encode({"sub": "1"}, KEY, algorithm="HS256")

    assert jwt.decode(token, KEY, algorithms=["HS256"]) == {"sub": "1"}


def test_a_short_key_gives_a_warning():
    with pytest.warns(jwt.InsecureKeyLengthWarning, match="below the minimum"):
        jwt.encode({"sub": "1"}, "secret123", algorithm="HS256")


def test_the_id_in_a_token_is_text(ada):
    assert AccessToken.for_user(ada)["user_id"] == str(ada.pk)


def test_a_claim_that_makes_no_sense_is_500(db, get):
    token = AccessToken()
    token["user_id"] = "abc"

    assert get("/me/", f"Bearer {token}").status_code == 500


def test_a_role_in_the_token_outlives_the_role(ada, get):
    User.objects.update(is_staff=True)
    token = AccessToken.for_user(User.objects.get())
    token["is_staff"] = True
    User.objects.update(is_staff=False)

    assert AccessToken(str(token))["is_staff"] is True
    assert get("/staff/", f"Bearer {token}").status_code == 403


def test_a_changed_lifetime_does_not_reach_a_token_that_is_out(ada):
    token = str(AccessToken.for_user(ada))
    until = AccessToken(token)["exp"]

    with override_settings(SIMPLE_JWT={"ACCESS_TOKEN_LIFETIME": timedelta(days=1)}):
        assert AccessToken(token)["exp"] == until


def test_the_lifetime_is_read_when_the_module_is_imported(ada):
    day = timedelta(days=1)

    with override_settings(SIMPLE_JWT={"ACCESS_TOKEN_LIFETIME": day}):
        assert simplejwt.api_settings.ACCESS_TOKEN_LIFETIME == day
        assert AccessToken.for_user(ada).lifetime == timedelta(minutes=5)


def test_the_lifetime_of_a_test_is_that_of_the_class(ada, monkeypatch):
    monkeypatch.setattr(AccessToken, "lifetime", timedelta(seconds=1))

    token = AccessToken.for_user(ada)

    assert token["exp"] - token["iat"] == 1


def test_an_expired_token_says_so(ada, get):
    token = AccessToken.for_user(ada)
    token.set_exp(from_time=timezone.now() - timedelta(hours=1))

    response = get("/me/", f"Bearer {token}")

    assert response.status_code == 401
    assert response.json()["messages"][0]["message"] == "Token is expired"
