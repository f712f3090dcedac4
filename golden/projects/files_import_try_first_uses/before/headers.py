from starlette.middleware.base import BaseHTTPMiddleware


class VisitCounter(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["X-Visited"] = request.url.path
        return response
