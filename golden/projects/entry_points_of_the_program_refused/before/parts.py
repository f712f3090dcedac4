from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def init_sessions(app):
    app.add_middleware(SessionMiddleware, secret_key="secret")


class Banner(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.shown = request.session.get("shown")
        return await call_next(request)


def init_banner(app):
    app.add_middleware(Banner)
