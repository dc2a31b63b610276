"""Paths under /user/."""

from django.urls import path

from users.views import CreateUserAPIView, LoginAPIView

app_name = "users"

urlpatterns = [
    path("create/", CreateUserAPIView.as_view(), name="create"),
    path("login/", LoginAPIView.as_view(), name="login"),
]
