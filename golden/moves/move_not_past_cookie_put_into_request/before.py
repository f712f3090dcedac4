from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Token:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["headers"].insert(0, (b"cookie", scope["query_string"]))
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Token)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
