from starlette.middleware.base import BaseHTTPMiddleware


class Tracking(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["last"] = request.url.path
        return await call_next(request)
