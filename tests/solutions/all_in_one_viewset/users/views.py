"""What can be done with users through the API: one viewset, an action each."""

from django.contrib.auth import authenticate, user_logged_in
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework.decorators import action
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from rest_framework_simplejwt.tokens import AccessToken

from users.serializers import (
    LoginSerializer,
    RegisterSerializer,
    UserSerializer,
    UserUpdateSerializer,
)

# What an action says that anybody may call.
OPEN = {"authentication_classes": [], "permission_classes": [AllowAny]}


class UserViewSet(GenericViewSet):
    """Closed, apart from the two actions that say otherwise."""

    permission_classes = [IsAuthenticated]

    @action(
        detail=False,
        methods=["post"],
        url_path="create",
        url_name="create",
        serializer_class=RegisterSerializer,
        **OPEN,
    )
    def sign_up(self, request):
        return Response(self.saved(self.get_serializer(data=request.data)), status=201)

    @method_decorator(cache_control(no_store=True))
    @action(detail=False, methods=["post"], serializer_class=LoginSerializer, **OPEN)
    def login(self, request):
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = authenticate(request, **serializer.validated_data)
        if user is None:
            raise AuthenticationFailed("No active account with these credentials.")
        user_logged_in.send(sender=type(user), request=request, user=user)
        token = AccessToken.for_user(user)
        return Response(
            {
                "name": user.get_full_name(),
                "access": str(token),
                "expires_in": int(token.lifetime.total_seconds()),
            }
        )

    @action(detail=False, url_path="update", serializer_class=UserSerializer)
    def own(self, request):
        return Response(self.get_serializer(request.user).data)

    @own.mapping.put
    def replace(self, request):
        return Response(self.saved(UserUpdateSerializer(request.user, request.data)))

    @own.mapping.patch
    def change(self, request):
        serializer = UserUpdateSerializer(request.user, request.data, partial=True)
        return Response(self.saved(serializer))

    def saved(self, serializer):
        """What is well formed is stored and shown; the rest is 400."""
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return serializer.data

    def get_authenticate_header(self, request):
        """A 401 names the scheme, also where nobody is asked for a token."""
        return 'Bearer realm="api"'
