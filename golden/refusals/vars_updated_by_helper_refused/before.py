from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    key = "secret"


def override(target):
    vars(target).update(key="other")


settings = Settings()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.key)

override(settings)


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {}
