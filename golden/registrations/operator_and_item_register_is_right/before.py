from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Setup:
    def __init__(self, app):
        self.app = app
        self.settings = {}

    def __setitem__(self, key, value):
        self.settings[key] = value
        if key == "SECRET_KEY":
            self.app.add_middleware(SessionMiddleware, secret_key=value)

    def __lshift__(self, layer):
        self.app.add_middleware(layer)
        return self


class Member:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["member"] = scope["session"].get("uid")
        await self.app(scope, receive, send)


app = FastAPI()
setup = Setup(app)
setup << Member
setup["SECRET_KEY"] = "dev"


@app.get("/")
async def index():
    return {"ok": True}
