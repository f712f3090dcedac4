from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Tenant:
    def __init__(self, app, default="public"):
        self.app = app
        self.default = default

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["tenant"] = scope["session"].get("tenant", self.default)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Tenant, default="demo")


@app.get("/")
async def home(request: Request):
    return {"tenant": request["tenant"]}
