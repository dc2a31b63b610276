"""The record of a user: what is shown of it, and what may be changed."""

from django.contrib.auth import get_user_model
from rest_framework import serializers


class UserSerializer(serializers.ModelSerializer):
    """What a user sees of their own record. Nothing here is written."""

    class Meta:
        model = get_user_model()
        fields = ("id", "email", "first_name", "last_name", "date_joined")
        read_only_fields = fields


class UserUpdateSerializer(UserSerializer):
    """The same record, with the two names open."""

    class Meta(UserSerializer.Meta):
        read_only_fields = ("id", "email", "date_joined")
