from starlette.middleware.base import BaseHTTPMiddleware
from visits import Visit


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        async with Visit(request) as visit:
            request.state.visit = visit
            return await call_next(request)
