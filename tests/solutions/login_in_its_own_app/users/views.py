"""What can be done with users through the API."""

from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny

from users.serializers import RegisterSerializer


class CreateUserAPIView(CreateAPIView):
    """Anybody may become a user."""

    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer
