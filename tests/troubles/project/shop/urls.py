"""simplejwt's own views, and those of this project."""

from django.urls import path
from rest_framework_simplejwt import views as simplejwt

from shop import views

urlpatterns = [
    path("token/", simplejwt.TokenObtainPairView.as_view()),
    path("token/refresh/", simplejwt.TokenRefreshView.as_view()),
    path("token/verify/", simplejwt.TokenVerifyView.as_view()),
    path("token/blacklist/", simplejwt.TokenBlacklistView.as_view()),
    path("me/", views.Me.as_view()),
    path("open/", views.Open.as_view()),
    path("really-open/", views.OpenWithoutAuthentication.as_view()),
    path("sessions-first/", views.SessionsFirst.as_view()),
    path("tokens-first/", views.TokensFirst.as_view()),
    path("stateless/", views.Stateless.as_view()),
    path("staff/", views.StaffOnly.as_view()),
    path("register/", views.RegisterAsItComes.as_view()),
]
