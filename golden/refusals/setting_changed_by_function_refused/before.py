from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    def __init__(self) -> None:
        self.secret_key = "change-me"
        self.debug = False


def load_local(config: Settings) -> None:
    config.secret_key = "another"


settings = Settings()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret_key)

load_local(settings)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
