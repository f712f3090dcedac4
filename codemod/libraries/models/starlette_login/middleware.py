"""The layer that asks a backend who the user is."""

from starlette.requests import HTTPConnection


class AuthenticationMiddleware:
    def __init__(self, app, backend, login_manager, excluded_dirs=None, allow_websocket=True):
        self.app = app
        self.backend = backend

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope, receive)
            credentials, user = await self.backend.authenticate(connection)
            connection.scope["auth"] = credentials
            connection.scope["user"] = user
        await self.app(scope, receive, send)
