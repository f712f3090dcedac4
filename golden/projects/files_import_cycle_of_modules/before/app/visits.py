from starlette.middleware.base import BaseHTTPMiddleware

from app import users

START = 0


class VisitCounter(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        users.remember(request)
        return await call_next(request)
