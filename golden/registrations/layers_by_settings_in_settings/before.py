from fastapi import FastAPI
from pydantic import BaseModel
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Promos(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.promo = request.session.get("promo")
        return await call_next(request)


class Features(BaseModel):
    promos: bool = False


class Settings(BaseModel):
    features: Features = Features()


def build(settings):
    flags = settings.features.model_dump()
    layers = [Middleware(SessionMiddleware, secret_key="change-me")]
    if flags["promos"]:
        layers.insert(0, Middleware(Promos))
    return FastAPI(middleware=layers)


app = build(Settings(features=Features(promos=False)))


@app.get("/")
async def home() -> str:
    return "ok"
