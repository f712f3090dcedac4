from starlette.middleware.base import BaseHTTPMiddleware


class Gate(BaseHTTPMiddleware):
    strict = False

    async def dispatch(self, request, call_next):
        if self.strict:
            request.session["seen"] = True
        return await call_next(request)
