from starlette.middleware.base import BaseHTTPMiddleware
from outer import walk


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        walk(request, 2)
        return await call_next(request)
