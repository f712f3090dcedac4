from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app = FastAPI()
app.add_middleware(BaseHTTPMiddleware, guard)
app.add_middleware(SessionMiddleware, "k")


@app.get("/")
async def index():
    return {"ok": True}
