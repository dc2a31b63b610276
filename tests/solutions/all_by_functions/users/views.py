"""What can be done with users through the API."""

from django.contrib.auth import authenticate, user_logged_in
from django.views.decorators.cache import cache_control
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
)
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework_simplejwt.tokens import AccessToken

from users.serializers import (
    LoginSerializer,
    RegisterSerializer,
    UserSerializer,
    UserUpdateSerializer,
)


def open_to_anybody(view):
    """Nobody is asked who they are, and a stale token is not looked at."""
    return authentication_classes([])(permission_classes([AllowAny])(view))


@api_view(["POST"])
@open_to_anybody
def create(request):
    """Anybody may become a user."""
    serializer = RegisterSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data, status=201)


# An answer with a token is stored by no cache (RFC 6749, section 5.1).
@cache_control(no_store=True)
@api_view(["POST"])
@open_to_anybody
def login(request):
    """E-mail and password are right and the user is active, or it is 401."""
    serializer = LoginSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    user = authenticate(request, **serializer.validated_data)
    if user is None:
        refusal = {"detail": "No active account with these credentials."}
        return Response(refusal, status=401, headers={"WWW-Authenticate": "Bearer"})
    user_logged_in.send(sender=type(user), request=request, user=user)
    token = AccessToken.for_user(user)
    seconds = int(token.lifetime.total_seconds())
    return Response(
        {"name": user.get_full_name(), "access": str(token), "expires_in": seconds}
    )


@api_view(["GET", "PUT", "PATCH"])
@permission_classes([IsAuthenticated])
def update(request):
    """A valid token shows and changes the record of its user, and no other."""
    if request.method == "GET":
        return Response(UserSerializer(request.user).data)
    partial = request.method == "PATCH"
    serializer = UserUpdateSerializer(request.user, request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data)
