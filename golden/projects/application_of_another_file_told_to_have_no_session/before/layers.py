from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Audit(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if "session" in request.scope:
            request.session["seen"] = True
        return await call_next(request)


def setup(app, cookies):
    app.add_middleware(Audit)
    if cookies:
        app.add_middleware(SessionMiddleware, secret_key="secret")
