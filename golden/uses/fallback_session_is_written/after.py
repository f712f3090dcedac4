from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if "session" not in scope:
            scope["session"] = {}
        scope["session"]["visits"] = 1
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Visits)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
