"""Views with the faults that people ask about; each says which."""

from django.contrib.auth.models import User
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import (
    JWTAuthentication,
    JWTStatelessUserAuthentication,
)


class Me(APIView):
    """Closed: a valid access token is needed."""

    def get(self, request):
        return Response({"username": request.user.get_username()})


class Open(APIView):
    """Open to anybody, and it looks at tokens all the same."""

    permission_classes = [AllowAny]

    def get(self, request):
        return Response({"open": True})


class OpenWithoutAuthentication(Open):
    """Open to anybody, whatever the header holds."""

    authentication_classes = []


class SessionsFirst(Me):
    """The first class has no header to ask with, so a refusal is 403."""

    authentication_classes = [SessionAuthentication, JWTAuthentication]


class TokensFirst(Me):
    """The first class names the scheme, so a refusal is 401."""

    authentication_classes = [JWTAuthentication, SessionAuthentication]


class Stateless(Me):
    """The payload is believed, nobody is looked up."""

    authentication_classes = [JWTStatelessUserAuthentication]

    def get(self, request):
        return Response({"id": request.user.pk})


class StaffOnly(Me):
    """Authorization asks the database, on each request."""

    permission_classes = [IsAdminUser]


class AsItComes(serializers.ModelSerializer):
    """The model's `create` stores the password as it comes."""

    class Meta:
        model = User
        fields = ("username", "password")


class RegisterAsItComes(CreateAPIView):
    """Registration with the serializer above."""

    permission_classes = [AllowAny]
    serializer_class = AsItComes
