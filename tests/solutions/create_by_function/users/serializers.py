"""What the API shows of a user, and what it takes: every field written out."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as PasswordError
from django.db import IntegrityError, transaction
from rest_framework import serializers

User = get_user_model()
TAKEN = "This address has an account already."


class UserSerializer(serializers.Serializer):
    """What a user sees of their own record."""

    id = serializers.IntegerField(read_only=True)
    email = serializers.EmailField(read_only=True)
    first_name = serializers.CharField(read_only=True)
    last_name = serializers.CharField(read_only=True)
    date_joined = serializers.DateTimeField(read_only=True)

    def update(self, instance, validated_data):
        """Nothing here is written."""
        return instance


class UserUpdateSerializer(serializers.Serializer):
    """The two names, and nothing else, may be changed."""

    first_name = serializers.CharField(max_length=150)
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True)

    def update(self, instance, validated_data):
        for field, value in validated_data.items():
            setattr(instance, field, value)
        instance.save(update_fields=list(validated_data))
        return instance

    def to_representation(self, instance):
        return UserSerializer(instance).data


class RegisterSerializer(serializers.Serializer):
    """What somebody sends to become a user."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    first_name = serializers.CharField(max_length=150)
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True)

    def validate(self, attrs):
        if User.objects.with_email(attrs["email"]).exists():
            raise serializers.ValidationError({"email": [TAKEN]})
        names = {name: value for name, value in attrs.items() if name != "password"}
        try:
            validate_password(attrs["password"], User(**names))
        except PasswordError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs

    def create(self, validated_data):
        try:
            with transaction.atomic():
                return User.objects.create_user(**validated_data)
        except IntegrityError as error:
            raise serializers.ValidationError({"email": [TAKEN]}) from error

    def to_representation(self, instance):
        return UserSerializer(instance).data
