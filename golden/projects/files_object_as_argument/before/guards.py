from starlette.middleware.base import BaseHTTPMiddleware


class Guard(BaseHTTPMiddleware):
    def __init__(self, app, policy):
        super().__init__(app)
        self.policy = policy

    async def dispatch(self, request, call_next):
        request.state.allowed = self.policy.allows(request)
        return await call_next(request)
