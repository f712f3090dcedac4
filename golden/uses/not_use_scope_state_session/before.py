from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class DatabaseSession:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope.setdefault("state", {})["session"] = object()
            assert "session" in scope["state"]
            assert scope["state"]["session"] is scope.get("state").get("session")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(DatabaseSession)


@app.get("/")
async def home(request: Request):
    request.session["database"] = type(request.state.session).__name__
    return dict(request.session)
