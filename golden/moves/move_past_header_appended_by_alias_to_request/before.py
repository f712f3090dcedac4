from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class MobileCookie:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        add = scope["headers"].append
        add((b"x-token", b"session=" + scope["query_string"]))
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(MobileCookie)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
