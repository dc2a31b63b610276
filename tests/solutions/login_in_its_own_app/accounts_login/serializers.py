"""Credentials go in; a name and a token come out."""

from django.contrib.auth import authenticate
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.tokens import AccessToken


class CredentialsSerializer(serializers.Serializer):
    """Well formed and right, or 400 for the one and 401 for the other."""

    email = serializers.EmailField(max_length=254, write_only=True)
    password = serializers.CharField(
        max_length=1000, trim_whitespace=False, write_only=True
    )

    def validate(self, attrs):
        user = authenticate(
            self.context["request"], username=attrs["email"], password=attrs["password"]
        )
        if user is None:
            raise AuthenticationFailed("Unknown credentials.")
        return {"user": user}

    def to_representation(self, instance):
        user = instance["user"]
        token = AccessToken.for_user(user)
        return {
            "name": user.get_full_name(),
            "access": str(token),
            "expires_in": token["exp"] - token["iat"],
        }
