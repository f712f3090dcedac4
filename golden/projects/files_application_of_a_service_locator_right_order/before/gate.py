from starlette.middleware.base import BaseHTTPMiddleware


import locator


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


def enable():
    locator.get("web").add_middleware(Gate)
