from starlette.middleware.base import BaseHTTPMiddleware


class VisitCounter(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)
