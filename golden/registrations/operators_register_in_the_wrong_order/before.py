from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware import Middleware


class Chain:
    def __init__(self, *layers):
        self.layers = layers

    def __or__(self, layer):
        return Chain(*self.layers, layer)

    def __ror__(self, app):
        for layer in self.layers:
            app.add_middleware(layer.cls, *layer.args, **layer.kwargs)
        return app


class Member:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["member"] = scope["session"].get("uid")
        await self.app(scope, receive, send)


chain = Chain() | Middleware(SessionMiddleware, secret_key="dev") | Middleware(Member)
app = FastAPI() | chain
