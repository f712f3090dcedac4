from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


class Other(Seen):
    pass


LAYERS = [(Seen, {}), (SessionMiddleware, {"secret_key": "k"}), (Seen, {})]

app = FastAPI()
for layer, options in LAYERS:
    app.add_middleware(layer, **options)
    if layer is Other:
        break


@app.get("/")
def index(request: Request) -> dict:
    return {}
