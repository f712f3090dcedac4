from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class ReadLocale:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["locale"] = Request(scope).session.get("locale", "en")
        await self.app(scope, receive, send)


class Internationalization:
    def __init__(self, app):
        self.app = ReadLocale(app)

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Internationalization)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"locale": request["locale"]}
