from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Permissions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["permissions"] = scope["session"].get("permissions", [])
        await self.app(scope, receive, send)


class WebProvider:
    def register(self, container):
        container.bind("web", self.build)

    def build(self, container):
        app = FastAPI()
        for layer in container.tagged("layer"):
            app.add_middleware(layer.cls, *layer.args, **layer.kwargs)

        @app.get("/")
        def index(request: Request):
            return request.scope["permissions"]

        return app


class SessionProvider:
    def __init__(self, secret):
        self.secret = secret

    def register(self, container):
        container.bind("session", lambda _: Middleware(SessionMiddleware, secret_key=self.secret), "layer")


class PermissionProvider:
    def register(self, container):
        container.bind("permissions", lambda _: Middleware(Permissions), "layer")
