"""The layer that provides a session, and the one that loads it."""

from starlette.requests import HTTPConnection

from starsessions.session import SessionHandler, load_session


class SessionMiddleware:
    def __init__(
        self,
        app,
        store,
        lifetime=0,
        rolling=False,
        cookie_name="session",
        cookie_same_site="lax",
        cookie_https_only=True,
        cookie_domain=None,
        cookie_path=None,
        serializer=None,
    ):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = {}
            scope["session_handler"] = SessionHandler(HTTPConnection(scope))
        await self.app(scope, receive, send)


class SessionAutoloadMiddleware:
    def __init__(self, app, paths=None):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            await load_session(HTTPConnection(scope, receive))
        await self.app(scope, receive, send)
