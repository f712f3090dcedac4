from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


ALLOWED = {b"host", b"accept", b"cookie"}


class Firewall:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name in ALLOWED]
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Firewall)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
