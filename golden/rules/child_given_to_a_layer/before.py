from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

child = FastAPI()


@child.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@child.get("/")
def home() -> dict:
    return {"ok": True}


class Switch:
    def __init__(self, app, other):
        self.app = app
        self.other = other

    async def __call__(self, scope, receive, send):
        inner = self.other if scope["path"] == "/" else self.app
        await inner(scope, receive, send)


app = FastAPI()
app.add_middleware(Switch, other=child)
app.add_middleware(SessionMiddleware, secret_key="change-me")
