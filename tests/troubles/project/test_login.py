"""Troubles with the login: what is refused, and why."""

import pytest
from conftest import PASSWORD
from django.contrib.auth.models import User

NO_ACCOUNT = "No active account found with the given credentials"


@pytest.fixture
def log_in(api_client):
    def send(**fields):
        return api_client.post("/token/", fields, format="json")

    return send


def test_a_password_stored_raw_gives_no_active_account(db, log_in):
    User.objects.create(username="ada", password=PASSWORD)

    response = log_in(username="ada", password=PASSWORD)

    assert response.status_code == 401
    assert response.json()["detail"] == NO_ACCOUNT


def test_an_inactive_user_gives_no_active_account(ada, log_in):
    User.objects.update(is_active=False)

    response = log_in(username="ada", password=PASSWORD)

    assert response.status_code == 401
    assert response.json()["detail"] == NO_ACCOUNT


def test_another_name_of_the_field_is_400(ada, log_in):
    response = log_in(email="ada", password=PASSWORD)

    assert response.status_code == 400
    assert response.json() == {"username": ["This field is required."]}


def test_another_case_of_the_name_gives_no_active_account(ada, log_in):
    response = log_in(username="Ada", password=PASSWORD)

    assert response.status_code == 401
    assert response.json()["detail"] == NO_ACCOUNT


def test_a_model_serializer_stores_the_password_as_it_comes(db, api_client, log_in):
    fields = {"username": "ada", "password": PASSWORD}

    created = api_client.post("/register/", fields, format="json")

    assert created.status_code == 201
    assert User.objects.get().password == PASSWORD
    assert created.json()["password"] == PASSWORD
    assert log_in(**fields).status_code == 401


def test_simplejwt_leaves_last_login_as_it_was(ada, pair):
    ada.refresh_from_db()

    assert ada.last_login is None


def test_update_last_login_sends_no_signal(ada, log_in, monkeypatch):
    from django.contrib.auth.signals import user_logged_in
    from rest_framework_simplejwt.settings import api_settings

    heard = []

    def listen(user, **_):
        heard.append(user)

    monkeypatch.setattr(api_settings, "UPDATE_LAST_LOGIN", True, raising=False)
    user_logged_in.connect(listen)
    try:
        log_in(username="ada", password=PASSWORD)
    finally:
        user_logged_in.disconnect(listen)

    ada.refresh_from_db()
    assert ada.last_login is not None
    assert heard == []
