from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settled:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope.setdefault("session", {})
        await self.app(scope, receive, send)


def sessions(web: FastAPI) -> None:
    web.add_middleware(Settled)
    web.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
sessions(app)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
