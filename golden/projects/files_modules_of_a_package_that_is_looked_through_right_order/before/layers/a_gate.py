from starlette.middleware.base import BaseHTTPMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


def setup(app):
    app.add_middleware(Gate)
