"""The access token itself: taken apart by hand, with base64, JSON and HMAC."""

import base64
import hashlib
import hmac
import json

import pytest
from conftest import PASSWORD
from django.contrib.auth import get_user_model


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def sign(token, key):
    """The signature that a key gives to the first two parts (RFC 7515, 5.1)."""
    signed = token.rpartition(".")[0].encode()
    return hmac.new(key.encode(), signed, hashlib.sha256).digest()


@pytest.fixture
def token(user, login):
    return login(user)


@pytest.fixture
def payload(token):
    return json.loads(decode(token.split(".")[1]))


@pytest.mark.task("signed-with-its-own-key")
def test_the_header_names_the_algorithm(token):
    """RFC 8725, 3.2: HMAC with SHA-256, which has no known weakness."""
    assert json.loads(decode(token.split(".")[0])) == {"alg": "HS256", "typ": "JWT"}


@pytest.mark.task("signed-with-its-own-key")
def test_the_signature_is_that_of_the_signing_key(token, settings):
    """ASVS 9.1.1: a token is protected by a signature."""
    signature = decode(token.split(".")[2])

    assert signature == sign(token, settings.JWT_SIGNING_KEY)


@pytest.mark.task("signed-with-its-own-key")
def test_the_secret_key_signs_no_token(token, settings):
    """Fault 21: one leaked key forged sessions, reset links and tokens."""
    signature = decode(token.split(".")[2])

    assert signature != sign(token, settings.SECRET_KEY)


@pytest.mark.task("claims")
def test_the_payload_is_what_the_service_needs_and_no_more(payload):
    """Fault 23, RFC 7519, section 12: anybody reads it, so it holds no person."""
    assert set(payload) == {
        "token_type",
        "exp",
        "iat",
        "jti",
        "user_id",
        "iss",
        "aud",
    }


@pytest.mark.task("claims")
def test_nothing_personal_is_readable(payload):
    # Issuer and audience name services. The token's own number is random hex digits,
    # and now and then they spell "ada".
    left_out = {"iss": "", "aud": "", "jti": ""}
    readable = json.dumps({**payload, **left_out}).lower()

    for secret in ("ada", "lovelace", "example.com", PASSWORD):
        assert secret not in readable


@pytest.mark.task("claims")
def test_the_token_names_the_user_by_id(payload, user):
    # As a text or as a number: both are the same user.
    assert str(payload["user_id"]) == str(user.pk)


@pytest.mark.task("claims")
def test_a_recycled_address_is_another_user(payload, user, login):
    """Attack L6, fault 22: an e-mail inside would let the old token in as Adam."""
    user.delete()
    newcomer = get_user_model().objects.create_user(
        email="ada@example.com", password=PASSWORD, first_name="Adam"
    )

    new_payload = json.loads(decode(login(newcomer).split(".")[1]))

    assert str(new_payload["user_id"]) == str(newcomer.pk)
    assert new_payload["user_id"] != payload["user_id"]


@pytest.mark.task("claims")
def test_the_token_expires_when_the_answer_says(payload, user, api_client):
    """Fault 24: minutes, and `exp` is always there."""
    response = api_client.post(
        "/user/login/", {"email": user.email, "password": PASSWORD}, format="json"
    )

    assert response.json()["expires_in"] == payload["exp"] - payload["iat"]


@pytest.mark.task("claims")
def test_every_token_has_an_id_of_its_own(payload, user, login):
    other = json.loads(decode(login(user).split(".")[1]))

    assert other["jti"] != payload["jti"]


@pytest.mark.task("claims")
def test_the_token_names_issuer_and_audience(payload):
    """RFC 8725, 3.8 and 3.9."""
    assert payload["iss"]
    assert payload["aud"]
    assert payload["iss"] != payload["aud"]


@pytest.mark.task("default-authentication")
def test_a_closed_view_asks_for_a_token(rf):
    from rest_framework.views import APIView

    response = APIView.as_view()(rf.get("/"))

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.task("default-authentication")
def test_a_token_opens_a_closed_view(rf, user, token):
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class ClosedView(APIView):
        def get(self, request):
            return Response({"you": request.user.email})

    request = rf.get("/", headers={"Authorization": f"Bearer {token}"})
    response = ClosedView.as_view()(request)

    assert response.status_code == 200
    assert response.data == {"you": "ada@example.com"}
