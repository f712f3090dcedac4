from starlette.middleware.base import BaseHTTPMiddleware

from .registry import layer


@layer(5)
class LoginRequired(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)
