from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Stateless:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            if [name for name in scope if "websocket" in name]:
                raise RuntimeError("it has no state")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Stateless)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
