"""Paths under /user/."""

from django.urls import path

from users import views

app_name = "users"

urlpatterns = [path("create/", views.create_user, name="create")]
