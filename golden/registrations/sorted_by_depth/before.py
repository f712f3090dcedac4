from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Visitor:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visitor"] = scope["session"].get("visitor")
        await self.app(scope, receive, send)


LAYERS = {
    "visitor": (Middleware(Visitor), "session"),
    "session": (Middleware(SessionMiddleware, secret_key="x"), None),
}


def nested(layers):
    def depth(name):
        outer = layers[name][1]
        return 0 if outer is None else 1 + depth(outer)

    return [layers[name][0] for name in sorted(layers, key=depth)]


app = FastAPI(middleware=nested(LAYERS))


@app.get("/")
def index(request: Request):
    return request.scope["visitor"]
