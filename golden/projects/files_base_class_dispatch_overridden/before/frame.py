from starlette.middleware.base import BaseHTTPMiddleware


class Frame(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = self.identify(request)
        return await call_next(request)

    def identify(self, request):
        return request.session.get("user")
