from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    key = "secret"


class Overrides:
    def apply(self):
        settings.key = "other"


def boot():
    overrides = Overrides()
    overrides.apply()


settings = Settings()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.key)
boot()


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {}
