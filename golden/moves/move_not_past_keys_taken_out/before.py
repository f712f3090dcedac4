from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


KEPT = ("type", "asgi", "method", "path", "query_string", "headers", "scheme", "server", "root_path", "app")


class Clean:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            for name in list(scope):
                if name not in KEPT:
                    del scope[name]
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Clean)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
