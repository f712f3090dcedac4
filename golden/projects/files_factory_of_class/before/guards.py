from starlette.middleware.base import BaseHTTPMiddleware


def make_guard(key):
    class Guard(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            request.state.known = key in request.session
            return await call_next(request)

    return Guard
