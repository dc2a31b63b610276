"""Paths under /user/login/."""

from django.urls import path

from accounts_login.views import TokenView

app_name = "accounts_login"

urlpatterns = [path("", TokenView.as_view(), name="token")]
