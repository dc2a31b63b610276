"""What can be done with users through the API."""

from django.contrib.auth import authenticate, user_logged_in
from rest_framework import status
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
)
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from users.serializers import LoginSerializer, RegisterSerializer
from users.tokens import LIFETIME, access_token


class CreateUserAPIView(CreateAPIView):
    """Anybody may become a user."""

    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def log_in(request):
    """E-mail and password are right and the user is active, or it is 401."""
    form = LoginSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    email, password = form.validated_data["email"], form.validated_data["password"]
    user = authenticate(request, email=email, password=password)
    if user is None:
        return Response(
            {"detail": "E-mail or password is wrong."},
            status=status.HTTP_401_UNAUTHORIZED,
            headers={"WWW-Authenticate": "Bearer"},
        )
    user_logged_in.send(sender=user.__class__, request=request, user=user)
    return Response(
        {
            "name": user.get_full_name(),
            "access": access_token(user),
            "expires_in": int(LIFETIME.total_seconds()),
        },
        # RFC 6749, section 5.1.
        headers={"Cache-Control": "no-store"},
    )
