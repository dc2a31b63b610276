"""GET /health/ is open; everything that says nothing is closed."""

import pytest
from django.core.management import call_command
from django.urls import reverse


@pytest.mark.task("health")
def test_health_answers_anybody(api_client):
    response = api_client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    # The path is written in one place; others ask for it by name.
    assert reverse("health") == "/health/"


@pytest.mark.task("health")
def test_a_forgotten_slash_leads_there_too(api_client):
    response = api_client.get("/health", follow=True)

    assert response.status_code == 200


@pytest.mark.task("health")
def test_health_does_not_look_at_a_stale_header(api_client):
    """A load balancer that forwards an old token still learns that we are up."""
    response = api_client.get("/health/", headers={"Authorization": "Bearer stale"})

    assert response.status_code == 200


@pytest.mark.task("health")
def test_a_browser_gets_an_answer(api_client):
    """The browsable API needs the app rest_framework, for its templates."""
    response = api_client.get("/health/", headers={"Accept": "text/html,*/*;q=0.8"})

    assert response.status_code == 200
    if response["Content-Type"].startswith("text/html"):
        # Fails where runserver would not find the page's style sheet either.
        call_command("findstatic", "rest_framework/css/default.css", verbosity=0)
    else:
        assert response.json() == {"status": "ok"}


@pytest.mark.task("health")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_health_is_only_read(api_client, method):
    response = getattr(api_client, method)("/health/")

    assert response.status_code == 405


@pytest.mark.task("fail-closed")
def test_a_view_that_says_nothing_is_closed(rf):
    """Attack L22, fault 19: a forgotten permission class answers nobody."""
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class ForgetfulView(APIView):
        def get(self, request):
            return Response({"secret": "for members only"})

    response = ForgetfulView.as_view()(rf.get("/"))

    assert response.status_code in {401, 403}


@pytest.mark.task("fail-closed")
def test_a_password_in_the_header_opens_nothing(rf):
    """DRF's default, HTTP Basic, would be a login without limits on every view."""
    from rest_framework.settings import api_settings

    names = [each.__name__ for each in api_settings.DEFAULT_AUTHENTICATION_CLASSES]

    assert "BasicAuthentication" not in names
