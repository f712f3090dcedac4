from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Promos(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.promo = request.session.get("promo")
        return await call_next(request)


@dataclass
class Toggles:
    promos: bool = False
    sessions: bool = True


CANDIDATES = [("promos", Middleware(Promos)), ("sessions", Middleware(SessionMiddleware, secret_key="change-me"))]


def enabled(toggles):
    return [layer for name, layer in CANDIDATES if getattr(toggles, name)]


app = FastAPI(middleware=enabled(Toggles(promos=True)))


@app.get("/")
async def home() -> str:
    return "ok"
