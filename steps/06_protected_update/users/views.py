"""What can be done with users through the API."""

from django.contrib.auth import authenticate, user_logged_in
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.generics import (
    CreateAPIView,
    GenericAPIView,
    RetrieveUpdateAPIView,
)
from rest_framework.permissions import SAFE_METHODS, AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework_simplejwt.tokens import AccessToken

from users.serializers import (
    LoginSerializer,
    RegisterSerializer,
    UserSerializer,
    UserUpdateSerializer,
)


class CreateUserAPIView(CreateAPIView):
    """Anybody may become a user."""

    # No authentication at all: a stale token in the header is not looked at.
    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer


# An answer with a token is stored by no cache (RFC 6749, section 5.1).
@method_decorator(cache_control(no_store=True), name="dispatch")
class LoginAPIView(GenericAPIView):
    """E-mail and password are right and the user is active, or it is 401."""

    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = LoginSerializer

    def post(self, request):
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = authenticate(
            request,
            username=serializer.validated_data["email"],
            password=serializer.validated_data["password"],
        )
        if user is None:
            # One answer for every reason: it does not say whose addresses we know.
            raise AuthenticationFailed("No active account with these credentials.")
        # Django listens to this signal and updates last_login.
        user_logged_in.send(sender=type(user), request=request, user=user)
        token = AccessToken.for_user(user)
        return Response(
            {
                "name": user.get_full_name(),
                "access": str(token),
                "expires_in": int(token.lifetime.total_seconds()),
            }
        )

    def get_authenticate_header(self, request):
        """A 401 names the scheme (RFC 9110, 15.5.2); without it DRF answers 403."""
        return 'Bearer realm="api"'


class UserRetrieveUpdateAPIView(RetrieveUpdateAPIView):
    """A valid token shows and changes the record of its user, and no other."""

    permission_classes = [IsAuthenticated]

    def get_object(self):
        """No id in the path: nobody can ask for another user's record."""
        return self.request.user

    def get_serializer_class(self):
        if self.request.method in SAFE_METHODS:
            return UserSerializer
        return UserUpdateSerializer
