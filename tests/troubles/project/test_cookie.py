"""A token in a cookie: the browser sends it along, whoever made the page."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.authentication import SessionAuthentication
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication


class FromCookie(JWTAuthentication):
    """The naive form: the cookie is believed, and nothing else is asked."""

    def authenticate(self, request):
        raw = request.COOKIES.get("access")
        if raw is None:
            return None
        token = self.get_validated_token(raw.encode())
        return self.get_user(token), token


class FromCookieChecked(FromCookie):
    """The same with Django's check, which DRF's own sessions use as well."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found is not None:
            SessionAuthentication().enforce_csrf(request)
        return found


def pay_from_another_site(authentication, access):
    """What a form on another page makes a browser send."""

    class Pay(APIView):
        authentication_classes = [authentication]

        def post(self, request):
            return Response({"paid": True})

    request = RequestFactory(enforce_csrf_checks=True).post(
        "/pay/", headers={"Origin": "https://evil.example"}
    )
    request.COOKIES["access"] = access
    return Pay.as_view()(request)


@pytest.mark.parametrize(
    ("authentication", "status"),
    [(FromCookie, 200), (FromCookieChecked, 403)],
    ids=["unchecked", "checked"],
)
def test_a_token_in_a_cookie_needs_the_csrf_check(pair, authentication, status):
    response = pay_from_another_site(authentication, pair["access"])

    assert response.status_code == status


def test_a_cookie_can_be_kept_from_scripts_and_from_other_sites():
    response = HttpResponse()

    response.set_cookie(
        "refresh", "…", httponly=True, secure=True, samesite="Strict", path="/user/"
    )

    said = response.cookies["refresh"].OutputString()
    for flag in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/user/"):
        assert flag in said
