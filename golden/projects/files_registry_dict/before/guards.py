from starlette.middleware.base import BaseHTTPMiddleware
from checks import CHECKS


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.passed = [check(request) for check in CHECKS.values()]
        return await call_next(request)
