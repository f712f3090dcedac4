from starlette.middleware.base import BaseHTTPMiddleware
from policies import SessionPolicy


class Guard(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app)
        self.policy = SessionPolicy()

    async def dispatch(self, request, call_next):
        request.state.allowed = self.policy.allows(request)
        return await call_next(request)
