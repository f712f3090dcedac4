from starlette.middleware.base import BaseHTTPMiddleware
from users import HeaderUsers, SessionUsers


class Guard(HeaderUsers, SessionUsers, BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = self.user_of(request)
        return await call_next(request)
