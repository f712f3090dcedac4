from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Locale:
    def __init__(self, app, default):
        self.app = app
        self.default = default

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["locale"] = scope["session"].get("locale", self.default)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(lambda app: Locale(app, default="de"))
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"locale": request["locale"]}
