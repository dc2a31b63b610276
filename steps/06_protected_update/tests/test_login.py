"""POST /user/login/ gives an access token for the right password."""

import json

import pytest
from conftest import PASSWORD
from django.contrib.auth import get_user_model, user_logged_in
from django.contrib.auth.signals import user_login_failed

ADA = {"email": "ada@example.com", "password": PASSWORD}


def post(api_client, body, **headers):
    return api_client.post(
        "/user/login/",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


@pytest.mark.task("login-endpoint")
def test_login_answers_200_with_name_and_token(user, api_client):
    response = post(api_client, ADA)

    assert response.status_code == 200
    body = response.json()
    # More keys are fine: RFC 6749 has `token_type`.
    assert set(body) >= {"name", "access", "expires_in"}
    assert PASSWORD not in response.content.decode()
    assert body["name"] == "Ada Lovelace"
    assert body["access"].count(".") == 2
    # Fault 24: fifty minutes are long for whoever has stolen it.
    assert 60 <= body["expires_in"] <= 30 * 60


@pytest.mark.task("login-endpoint")
@pytest.mark.parametrize("email", ["ADA@example.com", "Ada@Example.Com"])
def test_login_takes_the_address_in_any_case(user, api_client, email):
    assert post(api_client, {**ADA, "email": email}).status_code == 200


@pytest.mark.task("login-endpoint")
def test_whoever_registered_can_log_in(db, api_client):
    alan = {"email": "alan@example.com", "password": f" {PASSWORD} "}
    api_client.post("/user/create/", {**alan, "first_name": "Alan"}, format="json")

    assert post(api_client, alan).status_code == 200
    assert post(api_client, {**alan, "password": PASSWORD}).status_code == 401


@pytest.mark.task("login-endpoint")
def test_a_user_of_the_command_line_can_log_in(superuser, api_client):
    """Fault 7: the raw query found only users whose password was stored raw."""
    response = post(api_client, {"email": superuser.email, "password": PASSWORD})

    assert response.status_code == 200


@pytest.mark.task("login-endpoint")
def test_no_cache_stores_the_token(user, api_client):
    """RFC 6749, section 5.1."""
    response = post(api_client, ADA)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"].split(", ")


@pytest.mark.task("login-endpoint")
@pytest.mark.parametrize("header", ["Bearer stale", "Bearer", "Basic eA=="])
def test_a_stale_header_does_not_hinder_login(user, api_client, header):
    """Attack L21, fault 20: who logs in again has an old token at hand."""
    assert post(api_client, ADA, Authorization=header).status_code == 200


@pytest.mark.task("login-endpoint")
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_login_knows_no_other_method(db, api_client, method):
    assert getattr(api_client, method)("/user/login/").status_code == 405


@pytest.mark.task("last-login")
def test_login_updates_last_login(user, api_client):
    assert user.last_login is None

    assert post(api_client, ADA).status_code == 200

    user.refresh_from_db()
    assert user.last_login is not None


@pytest.mark.task("last-login")
def test_login_sends_the_signal(user, api_client):
    """Whatever listens, an audit log for example, hears of a login by token."""
    heard = {}

    def listen(user, request, **kwargs):
        heard[user] = request.path

    user_logged_in.connect(listen, sender=get_user_model())
    try:
        post(api_client, ADA)
    finally:
        user_logged_in.disconnect(listen, sender=get_user_model())

    assert list(heard) == [user]
    assert heard[user] == "/user/login/"


@pytest.mark.task("last-login")
def test_a_refused_login_sends_the_other_signal(user, api_client):
    """With the request: where guesses come from is what a log is asked."""
    heard = []

    def listen(request, **kwargs):
        heard.append(request and request.path)

    user_login_failed.connect(listen)
    try:
        response = post(api_client, {**ADA, "password": "wrong"})
    finally:
        user_login_failed.disconnect(listen)

    assert response.status_code == 401
    assert heard == ["/user/login/"]


@pytest.mark.task("last-login")
def test_a_refused_login_is_not_recorded(user, api_client):
    response = post(api_client, {**ADA, "password": "wrong"})

    assert response.status_code == 401
    user.refresh_from_db()
    assert user.last_login is None


@pytest.mark.task("login-errors")
@pytest.mark.parametrize("field", ["email", "password"])
def test_login_without_a_field_is_400(user, api_client, field):
    """Fault 9: it was 200 with an error inside."""
    response = post(api_client, {key: ADA[key] for key in ADA if key != field})

    assert response.status_code == 400
    assert list(response.json()) == [field]


@pytest.mark.task("login-errors")
@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize(
    "value",
    ["", [], {"a": 1}, True, None, "a\x00@example.com", "\ud800@example.com"],
    ids=["empty", "list", "object", "boolean", "null", "nul", "half-a-character"],
)
def test_login_with_a_field_of_the_wrong_type_is_400(user, api_client, field, value):
    """Fault 10: a list, an object or a NUL was answered with 500."""
    response = post(api_client, {**ADA, field: value})

    assert response.status_code == 400
    assert list(response.json()) == [field]


@pytest.mark.task("login-errors")
@pytest.mark.parametrize("body", [[], [ADA], "text", 7, None])
def test_login_with_a_body_that_is_no_object_is_400(user, api_client, body):
    assert post(api_client, body).status_code == 400


@pytest.mark.task("login-errors")
def test_an_endless_password_is_400_and_not_hashed(user, api_client):
    response = post(api_client, {**ADA, "password": "long " * 10_000})

    assert response.status_code == 400


@pytest.mark.task("one-refusal")
def test_login_with_wrong_password_is_401(user, api_client):
    """Fault 8: it was 500. RFC 9110, 15.5.2: a 401 names the scheme."""
    response = post(api_client, {**ADA, "password": "not the password of Ada"})

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert "access" not in response.json()


@pytest.mark.task("one-refusal")
def test_the_stored_hash_is_no_password(user, api_client):
    """Attack L2, fault 7: pass the hash."""
    response = post(api_client, {**ADA, "password": user.password})

    assert response.status_code == 401


@pytest.mark.task("one-refusal")
def test_an_inactive_user_is_refused(user, api_client):
    """Attack L7, fault 11: a disabled user got a token."""
    get_user_model().objects.update(is_active=False)

    assert post(api_client, ADA).status_code == 401


@pytest.mark.task("one-refusal")
def test_every_refusal_is_the_same(user, api_client):
    """Attack L8, CWE-204; ASVS 6.3.8: no answer tells which addresses exist."""
    wrong, again = (
        post(api_client, {**ADA, "password": "not the password of Ada"}) for _ in "12"
    )
    unknown = post(api_client, {**ADA, "email": "nobody@example.com"})
    get_user_model().objects.update(is_active=False)
    inactive = post(api_client, ADA)

    assert wrong.status_code == unknown.status_code == inactive.status_code == 401
    assert wrong.content == unknown.content == inactive.content
    # A time or a number of the request differs each time, whatever the reason.
    same = {name for name in wrong.headers if wrong[name] == again.get(name)}
    for other in (unknown, inactive):
        assert set(other.headers) == set(wrong.headers)
        assert {name: other[name] for name in same} == {
            name: wrong[name] for name in same
        }


@pytest.mark.task("one-refusal")
@pytest.mark.parametrize(
    ("email", "active"),
    [
        ("ada@example.com", True),
        ("ada@example.com", False),
        ("nobody@example.com", True),
    ],
    ids=["known", "inactive", "unknown"],
)
def test_every_refusal_costs_one_hash(user, api_client, monkeypatch, email, active):
    """Attack L8, CWE-208: a look before the hash answers 900 times faster."""
    get_user_model().objects.update(is_active=active)
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)

    response = post(api_client, {"email": email, "password": "a wrong guess"})

    assert response.status_code == 401
    assert hashed == ["a wrong guess"]
