"""A layer that finds out who sends a request, also by the session."""

from starlette.middleware.base import BaseHTTPMiddleware


class AuthMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("username")
        return await call_next(request)
