from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware


class LoginRequired:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope, receive)
        if request.url.path == "/" or request.session.get("user"):
            if Request(scope).session.get("banned"):
                return await JSONResponse({}, 403)(scope, receive, send)
        return await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(LoginRequired)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {"ok": True}
