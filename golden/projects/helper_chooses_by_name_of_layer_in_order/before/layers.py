from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


def setup(app, kind):
    if kind == "session":
        app.add_middleware(SessionMiddleware, secret_key="secret")
    elif kind in ("gate", "door"):
        app.add_middleware(Gate)
    else:
        raise ValueError(kind)
