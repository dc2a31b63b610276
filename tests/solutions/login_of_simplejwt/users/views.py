"""What can be done with users through the API."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny
from rest_framework_simplejwt.views import TokenObtainPairView

from users.login import NameAndTokenSerializer
from users.serializers import RegisterSerializer


class CreateUserAPIView(CreateAPIView):
    """Anybody may become a user."""

    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer


# Among others it says no-store (RFC 6749, section 5.1).
@method_decorator(never_cache, name="dispatch")
class LoginAPIView(TokenObtainPairView):
    """simplejwt's view is open already, and its 401 names the scheme."""

    serializer_class = NameAndTokenSerializer
