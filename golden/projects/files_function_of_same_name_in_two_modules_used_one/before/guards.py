import access
import audit
from starlette.middleware.base import BaseHTTPMiddleware


class Guard(BaseHTTPMiddleware):
    name = audit.NAME

    async def dispatch(self, request, call_next):
        access.check(request)
        return await call_next(request)
