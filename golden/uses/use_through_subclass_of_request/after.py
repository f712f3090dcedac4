from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class AppRequest(Request):
    @property
    def current_user(self):
        return self.session.get("user")


class Gate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["current_user"] = AppRequest(scope, receive).current_user
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
