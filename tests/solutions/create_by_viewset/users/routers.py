"""The paths of a viewset whose actions have a path each."""

from rest_framework.routers import Route, SimpleRouter


class ActionRouter(SimpleRouter):
    """POST {prefix}/create/ makes one, under the name "create"."""

    routes = [
        Route(
            url=r"^{prefix}create/$",
            mapping={"post": "create"},
            name="create",
            detail=False,
            initkwargs={},
        )
    ]
