"""Paths under /user/."""

from django.urls import re_path

from users.views import Registration

app_name = "users"

urlpatterns = [re_path(r"^create/$", Registration.as_view(), name="create")]
