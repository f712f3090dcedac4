from fastapi import FastAPI, Request
from pydantic import BaseModel, model_validator
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Trial:
    def __init__(self, app, days):
        self.app = app
        self.days = days

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["days"] = scope["session"].get("days", self.days)
        await self.app(scope, receive, send)


class SessionSpec(BaseModel):
    rank: int = 1

    def build(self):
        return Middleware(SessionMiddleware, secret_key="x")


class TrialSpec(BaseModel):
    rank: int = 2
    days: int

    def build(self):
        return Middleware(Trial, days=self.days)


class AppSpec(BaseModel):
    layers: list[SessionSpec | TrialSpec]

    @model_validator(mode="after")
    def in_order(self):
        self.layers.sort(key=lambda layer: layer.rank, reverse=True)
        return self


SPEC = AppSpec(layers=[TrialSpec(days=14), SessionSpec()])

app = FastAPI(middleware=[layer.build() for layer in SPEC.layers])


@app.get("/")
def index(request: Request):
    return request.scope["days"]
