"""How a request says who it comes from."""

from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken


class BearerAuthentication(JWTAuthentication):
    """The token is valid and its user active, or the request is refused with 401."""

    def authenticate(self, request):
        try:
            return super().authenticate(request)
        except (TypeError, ValueError, OverflowError, OSError) as error:
            # Rightly signed, with a claim that makes no sense: a user "abc", or an
            # expiry beyond the range of the system's clock.
            raise InvalidToken() from error

    def get_raw_token(self, header):
        """The scheme is written in any case (RFC 9110, 11.1); simplejwt knows one."""
        scheme, space, rest = header.partition(b" ")
        if scheme.lower() == b"bearer":
            header = b"Bearer" + space + rest
        return super().get_raw_token(header)
