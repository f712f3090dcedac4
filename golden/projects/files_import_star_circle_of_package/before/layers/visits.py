from layers import counting
from starlette.middleware.base import BaseHTTPMiddleware


class VisitCounter(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        counting.count(request)
        return await call_next(request)
