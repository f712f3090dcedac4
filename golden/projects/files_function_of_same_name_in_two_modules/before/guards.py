import access
import audit
from starlette.middleware.base import BaseHTTPMiddleware


class Guard(BaseHTTPMiddleware):
    name = access.NAME

    async def dispatch(self, request, call_next):
        audit.check(request)
        return await call_next(request)
