"""A user's own record, as actions on it."""

from rest_framework.mixins import RetrieveModelMixin, UpdateModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import GenericViewSet

from users.serializers import UserSerializer, UserUpdateSerializer


class OwnRecordViewSet(RetrieveModelMixin, UpdateModelMixin, GenericViewSet):
    """There is one record: that of whoever asks."""

    permission_classes = [IsAuthenticated]

    def get_object(self):
        return self.request.user

    def get_serializer_class(self):
        return UserSerializer if self.action == "retrieve" else UserUpdateSerializer
