"""The one view of this app."""

from django.contrib.auth import user_logged_in
from django.utils.cache import add_never_cache_headers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts_login.serializers import CredentialsSerializer


class TokenView(APIView):
    """Credentials are exchanged for an access token."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def post(self, request):
        serializer = CredentialsSerializer(
            data=request.data, context={"request": request}
        )
        serializer.is_valid(raise_exception=True)
        user = serializer.validated_data["user"]
        user_logged_in.send(sender=type(user), request=request, user=user)
        return Response(serializer.to_representation(serializer.validated_data))

    def get_authenticate_header(self, request):
        return "Bearer"

    def finalize_response(self, request, *args, **kwargs):
        response = super().finalize_response(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response
