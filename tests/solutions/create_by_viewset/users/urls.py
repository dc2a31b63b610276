"""Paths under /user/."""

from users.routers import ActionRouter
from users.views import UserViewSet

app_name = "users"

router = ActionRouter()
router.register("", UserViewSet, basename="user")

urlpatterns = router.urls
