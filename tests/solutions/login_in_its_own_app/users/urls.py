"""Paths under /user/; the one to log in belongs to another app."""

from django.urls import path

from users.views import CreateUserAPIView

app_name = "users"

urlpatterns = [path("create/", CreateUserAPIView.as_view(), name="create")]
