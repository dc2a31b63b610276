"""What the tests of this project may ask for."""

import pytest

PASSWORD = "correct horse battery staple"


@pytest.fixture
def api_client():
    from rest_framework.test import APIClient

    # An exception in a view is the 500 that people see.
    return APIClient(raise_request_exception=False)


@pytest.fixture
def ada(db):
    from django.contrib.auth.models import User

    return User.objects.create_user("ada", password=PASSWORD)


@pytest.fixture
def pair(api_client, ada):
    """The tokens of a login: access and refresh."""
    response = api_client.post(
        "/token/", {"username": "ada", "password": PASSWORD}, format="json"
    )
    assert response.status_code == 200
    return response.json()


@pytest.fixture
def get(api_client):
    """Ask for a path with what stands in the Authorization header."""

    def ask(path, header=None):
        headers = {} if header is None else {"Authorization": header}
        return api_client.get(path, headers=headers)

    return ask


@pytest.fixture
def refresh(api_client):
    """Send a refresh token and return the answer."""

    def send(token):
        return api_client.post("/token/refresh/", {"refresh": token}, format="json")

    return send
