"""Paths under /user/."""

from django.urls import path

from users.views import CreateUserAPIView, log_in

app_name = "users"

urlpatterns = [
    path("create/", CreateUserAPIView.as_view(), name="create"),
    path("login/", log_in, name="login"),
]
