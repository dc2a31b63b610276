"""What can be done with users through the API."""

from django.contrib.auth import get_user_model
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ModelViewSet

from users.serializers import RegisterSerializer


class UserViewSet(ModelViewSet):
    """Anybody may become a user; the router leads to no other action."""

    # Should a path ever lead to the other actions, they find nobody.
    queryset = get_user_model().objects.none()
    serializer_class = RegisterSerializer
    authentication_classes = []
    permission_classes = [AllowAny]
    http_method_names = ["post", "options"]
