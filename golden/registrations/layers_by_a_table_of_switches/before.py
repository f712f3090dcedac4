from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Promos(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.promo = request.session.get("promo")
        return await call_next(request)


CANDIDATES = [("promos", Middleware(Promos)), ("sessions", Middleware(SessionMiddleware, secret_key="change-me"))]


FLAGS = {"promos": False, "sessions": True}
app = FastAPI(middleware=[dict(CANDIDATES)[name] for name, on in FLAGS.items() if on])


@app.get("/")
async def home() -> str:
    return "ok"
