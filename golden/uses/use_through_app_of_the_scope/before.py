from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def check(self, scope):
        return scope["session"].get("user")


class GuardMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["app"].state.guard.check(scope)
        await self.app(scope, receive, send)


app = FastAPI()
app.state.guard = Guard()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(GuardMiddleware)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
