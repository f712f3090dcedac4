from starlette.middleware.base import BaseHTTPMiddleware


class _Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


def __getattr__(name):
    if name == "Check":
        return _Check
    raise AttributeError(name)
