"""A middleware that asks who the user is, as middlewares of Django may."""


class WhoAsks:
    """Say in a header of the answer whom the middleware saw."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seen = str(request.user)
        response = self.get_response(request)
        response["X-Seen-By-Middleware"] = seen
        return response
