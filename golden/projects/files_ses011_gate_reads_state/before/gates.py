from starlette.middleware.base import BaseHTTPMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = "nobody"
        request.state.name = request.state.user
        return await call_next(request)
