from starlette.middleware.base import BaseHTTPMiddleware
from checks import CHECKS


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        for check in CHECKS:
            check(request)
        return await call_next(request)
