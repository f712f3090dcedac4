from starlette.middleware.base import BaseHTTPMiddleware
from people import name_of


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.name = name_of(request)
        return await call_next(request)
