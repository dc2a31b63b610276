"""Login as simplejwt does it, with our own answer."""

from django.contrib.auth import user_logged_in
from rest_framework import serializers
from rest_framework_simplejwt.serializers import TokenObtainSerializer
from rest_framework_simplejwt.tokens import AccessToken


class NameAndTokenSerializer(TokenObtainSerializer):
    """One access token; a refresh token is for a service that can take it back."""

    token_class = AccessToken

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.username_field] = serializers.EmailField(max_length=254)
        # simplejwt's field trims spaces, and takes text of any length.
        self.fields["password"] = serializers.CharField(
            write_only=True, trim_whitespace=False, max_length=1000
        )

    def validate(self, attrs):
        """simplejwt authenticates; Django's signal updates last_login."""
        super().validate(attrs)
        token = self.get_token(self.user)
        user_logged_in.send(
            sender=type(self.user), request=self.context["request"], user=self.user
        )
        return {
            "name": self.user.get_full_name(),
            "access": str(token),
            "expires_in": int(token.lifetime.total_seconds()),
        }
