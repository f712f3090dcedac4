from starlette.middleware.base import BaseHTTPMiddleware
from checks import CHECKS


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.passed = CHECKS["address"](request)
        return await call_next(request)
