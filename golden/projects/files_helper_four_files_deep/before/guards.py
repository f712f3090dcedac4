from starlette.middleware.base import BaseHTTPMiddleware
from users import current_user


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = current_user(request)
        return await call_next(request)
