from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Signer:
    def __init__(self, app, key):
        self.app, self.key = app, key

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


def remember(application, key):
    application.state.key = key
    return key

class LoginGate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.state.title = "shop"
app.add_middleware(Signer, key=getattr(app.state, "title", None))
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key=remember(app, "k" * 16))


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
