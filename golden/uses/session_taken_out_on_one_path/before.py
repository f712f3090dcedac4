from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Logout:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"] == "/logout":
            scope.pop("session", None)
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


app.add_middleware(Logout)
app.add_middleware(SessionMiddleware, secret_key="x")


@app.get("/")
async def home(request: Request):
    return {}
