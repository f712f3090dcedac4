from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

STATE = {"stage": "dev"}


class Meta(type):
    @property
    def secret(cls):
        return STATE["stage"] + cls.salt


class Settings(metaclass=Meta):
    salt = "-key"
    region = "eu"


app = FastAPI()

Settings.region = "us"


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=Settings.secret)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
