"""Authenticate requests by access token."""

from django.core.exceptions import ValidationError
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

# What a claim that makes no sense raises, before anything is looked up.
NONSENSE = (OSError, OverflowError, TypeError, ValueError, ValidationError)


class BearerAuthentication(JWTAuthentication):
    """Accept the valid token of an active user. Otherwise the response is 401."""

    def get_validated_token(self, raw_token):
        """Refuse a correctly signed token whose claims make no sense.

        Nothing is looked up here: a database that is down stays a 500.
        """
        try:
            token = super().get_validated_token(raw_token)
            self.user_model._meta.pk.to_python(token.get(api_settings.USER_ID_CLAIM))
        except NONSENSE as error:
            # A user "abc", or an expiry beyond the range of the system's clock.
            raise InvalidToken() from error
        return token

    def get_raw_token(self, header):
        """The scheme is written in any case (RFC 9110, 11.1); simplejwt knows one."""
        scheme, space, rest = header.partition(b" ")
        if scheme.lower() == b"bearer":
            header = b"Bearer" + space + rest
        return super().get_raw_token(header)
