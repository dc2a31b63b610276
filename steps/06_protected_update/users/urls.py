"""Paths under /user/."""

from django.urls import path

from users.views import (
    CreateUserAPIView,
    LoginAPIView,
    UserRetrieveUpdateAPIView,
)

app_name = "users"

urlpatterns = [
    path("create/", CreateUserAPIView.as_view(), name="create"),
    path("login/", LoginAPIView.as_view(), name="login"),
    path("update/", UserRetrieveUpdateAPIView.as_view(), name="update"),
]
