from dataclasses import dataclass, field

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Mood:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["mood"] = scope["session"].get("mood")
        await self.app(scope, receive, send)


@dataclass
class Guard:
    enabled: bool = True


@dataclass
class Settings:
    guard: Guard = field(default_factory=Guard)


settings = Settings()


def install(app):
    if not settings.guard.enabled:
        return
    app.add_middleware(Mood)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
install(app)


@app.get("/")
def index():
    return "index"
