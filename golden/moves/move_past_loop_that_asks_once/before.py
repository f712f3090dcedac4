from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Flags:
    def __init__(self, app):
        self.app = app
        self.flags = ["a", "b"]

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                return await self.app(scope, receive, send)
            await self.app(scope, receive, send)
            return
        for flag in self.flags:
            if flag == scope["path"]:
                await self.app({**scope, "flag": flag}, receive, send)
                break
        else:
            await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Flags)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
