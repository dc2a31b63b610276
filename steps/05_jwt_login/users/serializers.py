"""What the API shows of a user, and what it takes: one serializer for each purpose."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as PasswordError
from django.db import IntegrityError, transaction
from rest_framework import serializers

User = get_user_model()

ADDRESS_TAKEN = serializers.ErrorDetail(
    "A user with this e-mail address exists.", code="unique"
)


class UserSerializer(serializers.ModelSerializer):
    """What a user sees of their own record. Nothing here is written."""

    class Meta:
        model = User
        fields = ("id", "email", "first_name", "last_name", "date_joined")
        read_only_fields = fields


class RegisterSerializer(serializers.ModelSerializer):
    """What somebody sends to become a user: a password goes in, never out."""

    # Spaces belong to a password (ASVS 6.2.8). The limit is our own: the model's 128
    # characters are those of the hash.
    password = serializers.CharField(
        write_only=True, trim_whitespace=False, max_length=1000
    )

    class Meta:
        model = User
        fields = ("email", "password", "first_name", "last_name")
        # The field's own check knows one spelling; the one below knows them all.
        extra_kwargs = {"email": {"validators": []}}

    def validate_email(self, value):
        """One account an address, in whatever case it is spelled."""
        if User.objects.with_email(value).exists():
            raise serializers.ValidationError([ADDRESS_TAKEN])
        return value

    def validate(self, attrs):
        """The validators see the user, so that one's own name is no password."""
        password = attrs["password"]
        user = User(**{key: attrs[key] for key in attrs if key != "password"})
        try:
            validate_password(password, user)
        except PasswordError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs

    def create(self, validated_data):
        """`create_user` hashes the password; the model's `create` would not."""
        try:
            # If the insert fails, only this block is rolled back.
            with transaction.atomic():
                return User.objects.create_user(**validated_data)
        except IntegrityError as error:
            # Somebody took the address after our look and before our insert.
            raise serializers.ValidationError({"email": [ADDRESS_TAKEN]}) from error

    def to_representation(self, instance):
        return UserSerializer(instance, context=self.context).data


class UserUpdateSerializer(serializers.ModelSerializer):
    """What a user may change at any time: no password, no address, no flags."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")

    def to_representation(self, instance):
        return UserSerializer(instance, context=self.context).data


class LoginSerializer(serializers.Serializer):
    """What somebody sends to log in. Whether it is right is not asked here."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(
        write_only=True, trim_whitespace=False, max_length=1000
    )
