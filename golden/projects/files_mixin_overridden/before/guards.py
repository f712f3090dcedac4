from starlette.middleware.base import BaseHTTPMiddleware
from users import SessionUsers


class Guard(SessionUsers, BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = self.user_of(request)
        return await call_next(request)

    def user_of(self, request):
        return request.headers.get("x-user")
