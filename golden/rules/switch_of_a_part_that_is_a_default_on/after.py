from fastapi import FastAPI
from pydantic import BaseModel
from starlette.middleware.sessions import SessionMiddleware


class Mood:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["mood"] = scope["session"].get("mood")
        await self.app(scope, receive, send)


class Guard(BaseModel):
    enabled: bool = True


class Settings(BaseModel):
    guard: Guard = Guard()


settings = Settings()


def install(app):
    if not settings.guard.enabled:
        return
    app.add_middleware(Mood)


app = FastAPI()
install(app)
app.add_middleware(SessionMiddleware, secret_key="x")


@app.get("/")
def index():
    return "index"
