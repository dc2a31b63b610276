"""How somebody becomes a user: what is sent, and the view that takes it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as PasswordError
from django.db import IntegrityError, transaction
from rest_framework import generics, permissions, serializers

from .records import UserSerializer

User = get_user_model()


class RegisterSerializer(serializers.ModelSerializer):
    """What somebody sends to become a user: a password goes in, never out."""

    default_error_messages = {"taken": "A user with this e-mail address exists."}

    password = serializers.CharField(
        write_only=True, trim_whitespace=False, max_length=1000
    )

    class Meta:
        model = User
        fields = ("email", "password", "first_name", "last_name")
        extra_kwargs = {"email": {"validators": []}}

    def validate_email(self, value):
        if User.objects.with_email(value).exists():
            self.fail("taken")
        return value

    def validate(self, attrs):
        user = User(**{key: attrs[key] for key in attrs if key != "password"})
        try:
            validate_password(attrs["password"], user)
        except PasswordError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs

    @transaction.atomic
    def create(self, validated_data):
        return User.objects.create_user(**validated_data)

    def save(self, **kwargs):
        """An address that was taken after our look is refused as before it."""
        try:
            return super().save(**kwargs)
        except IntegrityError as error:
            message = self.error_messages["taken"]
            raise serializers.ValidationError({"email": [message]}) from error

    def to_representation(self, instance):
        return UserSerializer(instance, context=self.context).data


class Register(generics.CreateAPIView):
    """Anybody may become a user."""

    authentication_classes = ()
    permission_classes = (permissions.AllowAny,)
    serializer_class = RegisterSerializer
