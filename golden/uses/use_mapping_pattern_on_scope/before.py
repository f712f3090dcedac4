from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        match scope:
            case {"type": "http", "session": session}:
                session["visits"] = session.get("visits", 0) + 1
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Visits)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
