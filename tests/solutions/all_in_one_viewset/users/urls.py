"""Paths under /user/."""

from rest_framework.routers import DynamicRoute, SimpleRouter

from users.views import UserViewSet

app_name = "users"


class ActionRouter(SimpleRouter):
    """A path for each action of a viewset; its name is that of the action alone."""

    routes = [
        DynamicRoute(
            url=r"^{prefix}{url_path}/$", name="{url_name}", detail=False, initkwargs={}
        )
    ]


router = ActionRouter()
router.register("", UserViewSet, basename="user")

urlpatterns = router.urls
