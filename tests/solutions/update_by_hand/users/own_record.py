"""A user's own record."""

from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from users.serializers import UserSerializer, UserUpdateSerializer


class OwnRecord(APIView):
    """Whoever asks sees and changes their own record."""

    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response(UserSerializer(request.user).data)

    def put(self, request, *, partial=False):
        changes = UserUpdateSerializer(request.user, request.data, partial=partial)
        changes.is_valid(raise_exception=True)
        return Response(UserSerializer(changes.save()).data)

    def patch(self, request):
        return self.put(request, partial=True)
