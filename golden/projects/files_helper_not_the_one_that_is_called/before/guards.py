from starlette.middleware.base import BaseHTTPMiddleware
from users import header_user, session_user

READERS = (header_user, session_user)


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = header_user(request)
        return await call_next(request)
