from starlette.middleware.base import BaseHTTPMiddleware


class Greet(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.name = request.session.get("name")
        return await call_next(request)


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)
