from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


def make_api():
    api = FastAPI()
    api.add_middleware(Seen)

    @api.get("/x")
    def show() -> int:
        return 1

    return api


site = FastAPI()
site.add_middleware(SessionMiddleware, secret_key="k")
site.mount("/api", make_api())

app = FastAPI()
app.mount("/site", site)
site.mount("/bare", make_api())


@app.get("/")
def index(request: Request) -> dict:
    return {}
