"""Paths under /user/."""

from django.urls import path

from .registration import Register

app_name = "users"

urlpatterns = [path("create/", Register.as_view(), name="create")]
