"""What can be done with users through the API."""

from django.db import IntegrityError, transaction
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from users.serializers import RegisterSerializer, UserSerializer


class Registration(APIView):
    """Anybody may become a user."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def post(self, request, *args, **kwargs):
        form = RegisterSerializer(data=request.data)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        try:
            with transaction.atomic():
                user = form.save()
        except IntegrityError:
            # The one constraint that a valid form can meet is that of the address.
            taken = {"email": ["Somebody has registered this address."]}
            return Response(taken, status=status.HTTP_400_BAD_REQUEST)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)
