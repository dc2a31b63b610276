"""How a request says who it comes from: RFC 6750, with PyJWT."""

import jwt
from django.conf import settings
from django.contrib.auth import get_user_model
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

CLAIMS = ["aud", "exp", "iat", "iss", "jti", "token_type", "user_id"]


class BearerTokens(BaseAuthentication):
    """A valid access token of an active user, or nobody."""

    def authenticate(self, request):
        scheme, *rest = get_authorization_header(request).split() or [b""]
        if scheme.lower() != b"bearer":
            return None
        if len(rest) != 1:
            raise AuthenticationFailed("The header is not: Bearer <token>.")
        claims = self.read(rest[0])
        return self.user_of(claims), claims

    def authenticate_header(self, request):
        return 'Bearer realm="api"'

    def read(self, token):
        """Return the claims of an access token that we have made and that is valid."""
        try:
            claims = jwt.decode(
                token,
                settings.JWT_SIGNING_KEY,
                algorithms=["HS256"],
                issuer=settings.SIMPLE_JWT["ISSUER"],
                audience=settings.SIMPLE_JWT["AUDIENCE"],
                options={"require": CLAIMS},
            )
        # PyJWT reads a number out of `exp` before it looks what that is.
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise AuthenticationFailed("The token is not valid.") from error
        if claims["token_type"] != "access":
            raise AuthenticationFailed("The token is not for this.")
        return claims

    def user_of(self, claims):
        """Return the active user with that id; no other claim says who it is."""
        try:
            number = int(claims["user_id"])
        except (TypeError, ValueError, OverflowError) as error:
            raise AuthenticationFailed("The token names nobody.") from error
        # Outside: a database that is down is no bad token.
        user = get_user_model().objects.filter(pk=number).first()
        if user is None or not user.is_active:
            raise AuthenticationFailed("The token is not that of an active user.")
        return user
