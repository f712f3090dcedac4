from starlette.middleware.base import BaseHTTPMiddleware


class SessionMiddleware(BaseHTTPMiddleware):
    def __init__(self, app, url):
        super().__init__(app)
        self.url = url

    async def dispatch(self, request, call_next):
        request.state.session = self.url
        return await call_next(request)
