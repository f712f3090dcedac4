from starlette.middleware.base import BaseHTTPMiddleware
from rows import rows_of


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.session = ["row"]
        request.state.rows = rows_of(request.state)
        return await call_next(request)
