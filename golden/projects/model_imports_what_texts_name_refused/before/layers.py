from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Sessions(SessionMiddleware):
    def __init__(self, app):
        super().__init__(app, secret_key="secret")


class Flash(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.flash = request.session.pop("flash", None)
        return await call_next(request)
