from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

scope_var = ContextVar("scope")


def flash(text):
    scope_var.get()["session"].setdefault("flash", []).append(text)


class Bound:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        scope_var.set(scope)
        flash("hello")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Bound)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def index(request: Request):
    return request.session
