"""The serializers by the names that others know them by."""

from users.api.records import UserSerializer, UserUpdateSerializer
from users.api.registration import RegisterSerializer

__all__ = ["RegisterSerializer", "UserSerializer", "UserUpdateSerializer"]
