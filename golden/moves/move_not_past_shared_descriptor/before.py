from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Shared:
    """One value for all instances."""

    def __init__(self, value):
        self.value = value

    def __get__(self, obj, owner=None):
        return self.value

    def __set__(self, obj, value):
        self.value = value


class Settings:
    secret = Shared("dev")

    def __init__(self):
        self.note = ""


settings = Settings()
worker = Settings()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret)
worker.secret = "prod"


@app.middleware("http")
async def login_gate(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
