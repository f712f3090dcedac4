from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    secret_key = "change-me"
    debug = False

    @classmethod
    def load(cls) -> None:
        cls.secret_key = "another"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Settings.secret_key)

Settings.load()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
