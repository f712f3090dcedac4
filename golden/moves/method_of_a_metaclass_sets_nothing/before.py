from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Switch(type):
    _mode = "dev"

    @property
    def secret(cls):
        return {"dev": "dev-key", "prod": "prod-key"}[Switch._mode]

    def to(cls, mode):
        Switch._mode = mode

    def modes(cls):
        return ["dev", "prod"]


class Settings(metaclass=Switch):
    pass


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Settings.secret)

print(Settings.modes())


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
