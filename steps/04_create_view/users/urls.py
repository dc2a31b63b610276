"""Paths under /user/."""

from django.urls import path

from users.views import CreateUserAPIView

app_name = "users"

urlpatterns = [
    path("create/", CreateUserAPIView.as_view(), name="create"),
]
